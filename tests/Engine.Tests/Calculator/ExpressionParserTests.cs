using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

public sealed class ExpressionParserTests
{
    [Fact]
    public void Each_notation_becomes_a_node_of_its_kind() => Table.Check(Tree, """
        13                    13
        08.4                  08.4
        .5                    .5
        5,1                   5,1
        ?                     ?
        1+2                   [1 + 2]
        1+2-3                 [1 + 2 - 3]
        1−2                   [1 - 2]
        2×3÷4/5               [2 × 3 ÷ 4 / 5]
        2*3·4                 [2 × 3 × 4]
        1+2×3                 [1 + [2 × 3]]
        (1+2)×3               [([1 + 2]) × 3]
        -3                    -3
        --3                   --3
        2×-3                  [2 × -3]
        2--3                  [2 - -3]
        -3^(2)                -{3 ^ 2}
        (-3)^(2)              {(-3) ^ 2}
        2^10                  {2 ^ 10}
        2^-3                  {2 ^ -3}
        2^-3^2                {2 ^ -{3 ^ 2}}
        2^3^2                 {2 ^ {3 ^ 2}}
        2^(3^(2))             {2 ^ {3 ^ 2}}
        2^(3)^(2)             {2 ^ {(3) ^ 2}}
        2^((3))               {2 ^ (3)}
        2^-(3)                {2 ^ -(3)}
        2^-(1+2)              {2 ^ -([1 + 2])}
        2^-((1)/(2))          {2 ^ -<1 | 2>}
        2^-(3)^2              {2 ^ -{(3) ^ 2}}
        2^((1)/(2))^2         {2 ^ {<1 | 2> ^ 2}}
        2 ((1)/( 2))          mixed(2, <1 | 2>)
        2^(3)4                [{2 ^ 3}  4]
        2^(1)3^(2)            [{2 ^ 1}  {3 ^ 2}]
        2^((1)/(2))           {2 ^ [(1) / (2)]}
        2^(((1)/(2)))         {2 ^ <1 | 2>}
        √2                    root(_, 2)
        √(2)                  root(_, 2)
        √((2))                root(_, (2))
        √√16                  root(_, root(_, 16))
        √2^2                  {root(_, 2) ^ 2}
        √(2)^(2)              {root(_, 2) ^ 2}
        √((4)/(9))            root(_, [(4) / (9)])
        √(((4)/(9)))          root(_, <4 | 9>)
        √(4)2                 [root(_, 4)  2]
        √2(3)                 [root(_, 2)  (3)]
        root(3,8)             root(3, 8)
        root(3,1,5)           root(3, 1,5)
        root((1,5),8)         root((1,5), 8)
        root(5,55)            root(5, 55)
        root(root(3,8),4,5)   root(root(3, 8), 4,5)
        root(2^(1,5),8)       root({2 ^ 1,5}, 8)
        ((1)/(2))             <1 | 2>
        ((1+2)/(3))           <[1 + 2] | 3>
        ((((1)/(2)))/(3))     <<1 | 2> | 3>
        (((1)/(2))/(3))       ([<1 | 2> / (3)])
        ((1)÷(2))             ([(1) ÷ (2)])
        (1)/(2)               [(1) / (2)]
        ((1)/(2)×3)           ([(1) / (2) × 3])
        ((1)/(2))/(3)         [<1 | 2> / (3)]
        2((1)/(2))            mixed(2, <1 | 2>)
        12((13)/(14))         mixed(12, <13 | 14>)
        -2((1)/(2))           -mixed(2, <1 | 2>)
        2((1)/(2))^(2)        {mixed(2, <1 | 2>) ^ 2}
        2((1)/(2))3           [mixed(2, <1 | 2>)  3]
        2((1)/(2+1))          [2  <1 | [2 + 1]>]
        2((1.5)/(2))          [2  <1.5 | 2>]
        2.5((1)/(2))          [2.5  <1 | 2>]
        (2)((1)/(2))          [(2)  <1 | 2>]
        2×((1)/(2))           [2 × <1 | 2>]
        2(3+4)                [2  ([3 + 4])]
        (1)(2)                [(1)  (2)]
        (1)2                  [(1)  2]
        2√(3)                 [2  root(_, 3)]
        2root(3,8)            [2  root(3, 8)]
        2√3√5                 [2  root(_, 3)  root(_, 5)]
        6÷2(1+2)              [6 ÷ 2  ([1 + 2])]
        50%                   %50
        -50%                  -%50
        2^(3)%                %{2 ^ 3}
        (50%)^(2)             {(%50) ^ 2}
        200+10%               [200 + %10]
        10%×3                 [%10 × 3]
        1=1                   1=1
        1=1=                  1=1=
        1+2=                  [1 + 2]=
        a                     a is no sign of a calculation (character 1)
        """);

    [Fact]
    public void Spaces_between_signs_mean_nothing() =>
        Assert.Equal(Table.Parse("13×14+root(3,8)=√2"), Table.Parse("  13 × 14 + root( 3 , 8 ) = √ 2 "));

    [Fact]
    public void What_is_no_arithmetic_is_refused_in_words_with_its_place() => Table.Check(Fault, """
        1+                    a number is missing at the end (character 3)
        1++2                  a number is missing before + (character 3)
        +1                    a number is missing before + (character 1)
        ×                     a number is missing before × (character 1)
        2×÷3                  a number is missing before ÷ (character 3)
        1.                    digits are missing after the decimal point (character 3)
        .                     digits are missing after the decimal point (character 2)
        ,5                    a comma stands only between the digits of a number; a list is no arithmetic (character 1)
        5,                    a comma stands only between the digits of a number; a list is no arithmetic (character 2)
        1.2.3                 an operation is missing between two numbers (character 4)
        1 2                   an operation is missing between two numbers (character 3)
        1?                    an operation is missing between two numbers (character 2)
        ?1                    an operation is missing between two numbers (character 2)
        ??                    an operation is missing between two numbers (character 2)
        2^3 4                 an operation is missing between two numbers (character 5)
        √2 3                  an operation is missing between two numbers (character 4)
        5%(3)                 an operation is missing between two numbers (character 3)
        5%3                   an operation is missing between two numbers (character 3)
        5%%                   brackets are missing around the percentage before % (character 3)
        5%^2                  brackets are missing around the percentage before ^ (character 3)
        %                     a number is missing before % (character 1)
        ^2                    a number is missing before ^ (character 1)
        2^                    a number is missing at the end (character 3)
        2^()                  a number is missing before ) (character 4)
        √                     a number is missing at the end (character 2)
        √-4                   a negative number after √ needs brackets (character 2)
        ()                    a number is missing before ) (character 2)
        (1                    a bracket is not closed (character 1)
        2×(1+(2)              a bracket is not closed (character 3)
        √(4                   a bracket is not closed (character 2)
        root(3,8              a bracket is not closed (character 1)
        root(3                a bracket is not closed (character 1)
        root(3)               a root has the form root(index,number) (character 7)
        root(8,)              a number is missing before ) (character 8)
        root                  r is no sign of a calculation (character 1)
        2root                 r is no sign of a calculation (character 2)
        1)                    a bracket is closed that was not opened (character 2)
        )                     a bracket is closed that was not opened (character 1)
        =                     a number is missing before = (character 1)
        =5                    a number is missing before = (character 1)
        1==1                  a number is missing before = (character 3)
        (1=1)                 = stands only between the sides of an equation (character 3)
        (2,-1,1)              a comma stands only between the digits of a number; a list is no arithmetic (character 3)
        (3,4,5)               a comma stands only between the digits of a number; a list is no arithmetic (character 5)
        4,2,1                 a comma stands only between the digits of a number; a list is no arithmetic (character 4)
        root(3,1,5,2)         a comma stands only between the digits of a number; a list is no arithmetic (character 11)
        1:2                   : is no sign of a calculation (character 2)
        2x3                   x is no sign of a calculation (character 2)
        ٣                     ٣ is no sign of a calculation (character 1)
        𝟑                     U+D835 is no sign of a calculation (character 1)
        """);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Nothing_is_no_arithmetic(string text) =>
        Assert.StartsWith("there is nothing to calculate", Fault(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("1\0")]
    [InlineData("1\0+2")]
    [InlineData("1+2\0=")]
    [InlineData("\0")]
    [InlineData("1\n")]
    public void Control_characters_are_refused(string text) => Assert.Contains("U+00", Fault(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("(", "1", ")", 1)]
    [InlineData("-", "1", "", 1)]
    [InlineData("√", "1", "", 1)]
    [InlineData("√(", "1", ")", 1)]
    [InlineData("1^", "1", "", 1)]
    [InlineData("1^(", "1", ")", 1)]
    [InlineData("1^-", "1", "", 2)]
    [InlineData("root(", "1", ",1)", 1)]
    [InlineData("root(1,", "1", ")", 1)]
    [InlineData("((1)/(", "1", "))", 2)]
    public void Nesting_has_a_limit(string before, string middle, string after, int levels)
    {
        var most = Expression.MaxDepth / levels;
        var expression = Table.Parse(Nested(most));
        Assert.Equal("1", expression.Evaluate().ToString().TrimStart('−'));
        Assert.Contains("nested deeper than 100 levels", Fault(Nested(most + 1)), StringComparison.Ordinal);
        Assert.NotEmpty(Fault(string.Concat(Enumerable.Repeat(before, Expression.MaxLength / before.Length))));

        string Nested(int count) =>
            string.Concat(Enumerable.Repeat(before, count)) + middle + string.Concat(Enumerable.Repeat(after, count));
    }

    [Fact]
    public void Length_has_a_limit()
    {
        var longest = string.Join('+', Enumerable.Repeat("1", Expression.MaxLength / 2)) + "0";
        Assert.Equal(Expression.MaxLength, longest.Length);
        var expression = Table.Parse(longest);
        Assert.Equal("5009", expression.Evaluate().ToString());
        Assert.Equal(longest, expression.ToPlain());
        Assert.Equal(expression, Table.Parse(longest));
        Assert.Equal(expression.GetHashCode(), Table.Parse(longest).GetHashCode());
        Assert.Equal("the text is longer than 10000 characters (character 1)", Fault(longest + "0"));
    }

    /// <summary>What the layout writes for real calculations.</summary>
    [Theory]
    [InlineData("((((1+((1)/(2)))/(3))+((1)/(4)))/(((1)/(3))+1+((2)/(4))))", "9/22")]
    [InlineData("4+((1)/(2+((1)/(1+((1)/(3+((1)/(1+((1)/(2))))))))))", "170/39")]
    [InlineData("((1-2+((3)/(4)))/((5-6)^(7)))", "1/4")]
    [InlineData("((((1)/(2))-((1)/(3))+((17)/(9)))/(32+1))", "37/594")]
    public void Fractions_in_fractions_are_read(string text, string value)
    {
        Assert.Equal(value, Table.Parse(text).Evaluate().ToFractionText());
        Assert.Equal(text, Table.Parse(text).ToPlain());
    }

    private static string Fault(string text)
    {
        Assert.False(Expression.TryParse(text, out var expression, out var fault), text);
        Assert.Null(expression);
        return fault;
    }

    /// <summary>The kinds of the nodes, independent of the notations that the engine writes.</summary>
    private static string Tree(string text) => Expression.TryParse(text, out var expression, out var fault) ? Tree(expression) : fault;

    private static string Tree(Expression node) => node switch
    {
        NumberLiteral number => number.Written,
        UnknownNumber => "?",
        Negation(var operand) => $"-{Tree(operand)}",
        Percentage(var operand) => $"%{Tree(operand)}",
        Brackets(var content) => $"({Tree(content)})",
        Fraction(var top, var bottom) => $"<{Tree(top)} | {Tree(bottom)}>",
        MixedNumber(var whole, var fraction) => $"mixed({Tree(whole)}, {Tree(fraction)})",
        Power(var @base, var exponent) => $"{{{Tree(@base)} ^ {Tree(exponent)}}}",
        Root(var index, var radicand) => $"root({(index is null ? "_" : Tree(index))}, {Tree(radicand)})",
        Sum sum => Row(sum.Terms.Select(term => (term.IsSubtracted ? " - " : " + ", term.Value))),
        Product product => Row(product.Factors.Select(factor => (Sign(factor.Sign), factor.Value))),
        Equation equation => string.Join('=', equation.Sides.Select(Tree)) + (equation.IsOpen ? "=" : ""),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string Row(IEnumerable<(string Sign, Expression Value)> parts) =>
        $"[{string.Concat(parts.Select((part, i) => (i == 0 ? "" : part.Sign) + Tree(part.Value)))}]";

    private static string Sign(FactorSign sign) => sign switch
    {
        FactorSign.Times => " × ",
        FactorSign.Divide => " ÷ ",
        FactorSign.Slash => " / ",
        _ => "  ",
    };
}
