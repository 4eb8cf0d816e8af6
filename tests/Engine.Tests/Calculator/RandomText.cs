using System.Globalization;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>Random calculations in the notation that the engine reads.</summary>
internal static class RandomText
{
    public static string Calculation(Random random) => random.Next(8) switch
    {
        0 => $"{Sum(random, 2)}=",
        1 => $"{Sum(random, 2)}={Sum(random, 2)}",
        2 => $"{Sum(random, 2)}={Sum(random, 2)}={Sum(random, 1)}",
        3 => $"{Number(random)}×?+{Number(random)}={Sum(random, 1)}",
        _ => Sum(random, 3),
    };

    private static string Sum(Random random, int depth)
    {
        var text = Product(random, depth);
        for (var i = random.Next(3); i > 0; i--)
            text += $"{"+-−"[random.Next(3)]}{Product(random, depth)}";
        return text;
    }

    private static string Product(Random random, int depth)
    {
        var text = (random.Next(8) == 0 ? "-" : "") + Power(random, depth);
        for (var i = random.Next(3); i > 0; i--)
        {
            text += random.Next(depth > 0 ? 5 : 1) switch
            {
                1 when !text.EndsWith('%') => $"({Sum(random, depth - 1)})",
                2 when !text.EndsWith('%') => $"√({Sum(random, depth - 1)})",
                _ => $"{"×·*÷/"[random.Next(5)]}{(random.Next(8) == 0 ? "-" : "")}{Power(random, depth)}",
            };
        }

        return text;
    }

    private static string Power(Random random, int depth)
    {
        var text = Primary(random, depth);
        if (random.Next(6) == 0)
            text += random.Next(3) == 0 ? $"^({Sum(random, depth - 2)})" : $"^{(random.Next(4) == 0 ? "-" : "")}{random.Next(1, 5)}";
        return random.Next(10) == 0 ? text + "%" : text;
    }

    private static string Primary(Random random, int depth) => depth <= 0 ? Number(random) : random.Next(12) switch
    {
        0 or 1 => $"({Sum(random, depth - 1)})",
        2 => $"(({Sum(random, depth - 1)})/({Sum(random, depth - 1)}))",
        3 => $"√({Sum(random, depth - 1)})",
        4 => $"root({random.Next(1, 6)},{Sum(random, depth - 1)})",
        5 => $"{random.Next(20)}(({random.Next(20)})/({random.Next(1, 20)}))",
        6 => $"√{random.Next(20)}",
        _ => Number(random),
    };

    private static string Number(Random random) => random.Next(6) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(100)}{".,"[random.Next(2)]}{random.Next(100)}"),
        1 => string.Create(CultureInfo.InvariantCulture, $".{random.Next(100)}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"0{random.Next(10)}"),
        _ => random.Next(200).ToString(CultureInfo.InvariantCulture),
    };
}
