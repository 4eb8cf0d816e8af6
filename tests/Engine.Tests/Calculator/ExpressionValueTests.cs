using System.Text.RegularExpressions;

namespace GpuDigits.Engine.Tests.Calculator;

public sealed class ExpressionValueTests
{
    [Fact]
    public void Exact_values() => Table.Check(Exact, """
        13×14=                182
        1+2×3                 7
        (1+2)×3               9
        2+3×4-5               9
        10-4-3                3
        100÷10÷5              2
        100÷10×5              50
        100÷(10×5)            2
        6÷2(1+2)              9
        1/2(4)                2
        7-2×3                 1
        2×-3                  -6
        2--3                  5
        --3                   3
        -2×-3                 6
        -3^(2)                -9
        (-3)^(2)              9
        2^-3                  1/8
        2^(-3)                1/8
        2^-(1+2)              1/8
        (-2)^(-3)             -1/8
        2^3^2                 512
        (2^3)^2               64
        -2^-2                 -1/4
        2×3^2                 18
        (2×3)^2               36
        2^3×4                 32
        2^(3)4                32
        2^10                  1024
        0^(5)                 0
        0^(1/2)               0
        5^0                   1
        (-5)^0                1
        1^(10^(500))          1
        (-1)^(10^(500))       1
        (-1)^(10^(500)+1)     -1
        3=-1^(2)+2^(2)-3^(2)-4^(2)+5^(2)  3
        -1^(2)+2^(2)-3^(2)-4^(2)+5^(2)    3
        2(3+4)                14
        2(3)(4)               24
        (1)(2)                2
        (1+2)(3+4)            21
        2√(9)                 6
        2√9                   6
        √(4)2                 4
        18-2^(1)3^(2)         0
        3(2)^2                12
        2root(3,8)            4
        (2)3                  6
        ((1)/(2))             1/2
        ((1)/(2))+((1)/(3))   5/6
        ((2)/(4))             1/2
        ((1)/(-2))            -1/2
        ((1+2)/(3+4))         3/7
        ((1)/(2))3            3/2
        3/4                   3/4
        1/2/2                 1/4
        1÷3×3                 1
        1/3+1/3+1/3           1
        2((1)/(2))            5/2
        -2((1)/(2))           -5/2
        2((1)/(2))+1          7/2
        2((1)/(2))×2          5
        2((1)/(2))^2          25/4
        1-2((1)/(2))          -3/2
        2((1)/(2))((1)/(2))   5/4
        2((5)/(2))            9/2
        0((1)/(3))            1/3
        2((1)/(2+0))          1
        2(((1)/(2)))          1
        2×((1)/(2))           1
        (2)((1)/(2))          1
        2.0((1)/(2))          1
        50%                   1/2
        -50%                  -1/2
        12.5%                 1/8
        200+10%               220
        200-10%               180
        200×10%               20
        200÷10%               2000
        200+(10%)             2001/10
        10%+200               2001/10
        10%+10%               11/100
        100+50+10%            165
        100+10%+10%           121
        100-10%+10%           99
        2×100+10%             220
        100+2×10%             501/5
        100+10%×2             501/5
        200+-10%              180
        100+(50+10%)          155
        (50%)^(2)             1/4
        2^(3)%                2/25
        ((1)/(2))%            1/200
        3×50%                 3/2
        08.4                  42/5
        .5                    1/2
        0.5                   1/2
        5,1                   51/10
        1.40                  7/5
        007                   7
        0,25×360              90
        5,1×10^(18)           5100000000000000000
        6,07×10^(-5)          607/10000000
        60×0,3127             9381/500
        (1,5)(2)              3
        √(4)                  2
        √4                    2
        √(0)                  0
        √√16                  2
        √(1/4)                1/2
        √(((4)/(9)))          2/3
        √((4)/(9))            2/3
        √(0.25)               1/2
        √(2.25)               3/2
        √(10^(20))            10000000000
        root(3,8)             2
        root(3,-8)            -2
        root(3,((8)/(27)))    2/3
        root(4,81)            3
        root(5,-32)           -2
        root(1,7)             7
        root(-2,4)            1/2
        root(1.5,8)           4
        root(3,1,728)         6/5
        root((0,5),3)         9
        root(2,9)             3
        root(100,2^(100))     2
        root(1000,2^(1000))   2
        root(3000,2^(3000))   2
        root(5000,1)          1
        8^(1/3)               2
        8^(((1)/(3)))         2
        (-8)^(1/3)            -2
        8^(-1/3)              1/2
        8^(2/3)               4
        (-8)^(2/3)            4
        (-8)^(5/3)            -32
        32^(0.2)              2
        32^0,2                2
        4^(0.5)               2
        4^(1.5)               8
        4^(-1.5)              1/8
        (1/4)^(1/2)           1/2
        (4/9)^(3/2)           8/27
        √(2)^(2)              2
        √(2)×√(2)             2
        √2√2                  2
        √(2)×√(8)             4
        √(8)÷√(2)             2
        ((√(8))/(√(2)))       2
        √(2)+√(2)-2√(2)       0
        √(8)-√(2)-√(2)        0
        -√(2)×√(2)            -2
        (-√(2))^(2)           2
        √(2)×root(3,2)×root(6,2)  2
        √(2)^(√(2)×√(2))      2
        (√(3)+√(12))^(2)      27
        root(3,4)×root(3,2)   2
        (2^(1/3))^(3)         2
        (√(2))^(100)          1125899906842624
        (√(2))^(5000)÷2^(2499)  2
        2^67-1                147573952589676412927
        2^(67)-1              147573952589676412927
        0.1+0.2               3/10
        2^100/2^99            2
        (2/3)^-2              9/4
        10^(-200)×10^(200)    1
        10^(-999)×10^(999)    1
        10^(999)÷10^(998)     10
        1-0.9999999999999999999  1/10000000000000000000
        """);

    [Fact]
    public void Rounded_values_have_fifteen_right_digits() => Table.Check(Shown, """
        √(8)                                      ≈2.82842712474619
        √2                                        ≈1.4142135623731
        √(5.1)                                    ≈2.25831795812724
        root(5,55)                                ≈2.22880738403352
        root(3,2)                                 ≈1.25992104989487
        root(3,-2)                                ≈−1.25992104989487
        10^(6,5)                                  ≈3162277.66016838
        ((1+√(5))/(2))                            ≈1.61803398874989
        ((√(5)-1)/(4))                            ≈0.309016994374947
        √(5)^(3)+√(2)^(3)                         ≈14.0087670122451
        ((√(21)-√(5))/(√(7)))                     ≈0.886896552840361
        √(1+((1)/(√(2))))+√(1-((1)/(√(2))))       ≈1.84775906502257
        2^√(2)                                    ≈2.66514414269023
        √(2)^√(2)                                 ≈1.63252691943815
        2^.1                                      ≈1.07177346253629
        1.000001^1000000                          ≈2.71828046931938
        (1+10^(-12))^(10^(12))                    ≈2.71828182845769
        0.999999999999^(10^(13))                  ≈0.0000453999297622579
        9.99^999                                  ≈3.68063488259223e998
        1.5^5000                                  ≈2.8595340902714e880
        10^(-99.5)                                ≈3.16227766016838e−100
        10^(999.9)                                ≈7.94328234724282e999
        3^(-√(3))                                 ≈0.149142612220983
        √(2)+√(3)                                 ≈3.14626436994197
        √(√(2)+√(3))                              ≈1.77377122818642
        root(7,1000000)                           ≈7.19685673001152
        (-2)^(5/3)                                ≈−3.1748021039364
        0.1^(0.1)                                 ≈0.794328234724282
        2^(1/3)                                   ≈1.25992104989487
        2^(2/3)                                   ≈1.5874010519682
        7^(-2/5)                                  ≈0.459156549959434
        √(10^(30)+1)-10^(15)                      ≈5e−16
        √(3)×√(2)                                 ≈2.44948974278318
        √(10^(-9))×√(10^(-9)+1)                   ≈0.0000316227766174952
        √(2)%                                     ≈0.014142135623731
        200+√(2)%                                 ≈202.828427124746
        root(√(2),2)                              ≈1.63252691943815
        2^(2^(1/2))                               ≈2.66514414269023
        √(1000000)^(√(2))                         ≈17483.9955434632
        1.0000000000000001^(10^(16))              ≈2.71828182845905
        (1+10^(-30))^(10^(30))                    ≈2.71828182845905
        0,5^(0,5)                                 ≈0.707106781186548
        √(2)+√(3)-√(5+2√(6))                      ≈0
        1/3                                       ≈0.333333333333333
        48/21                                     ≈2.28571428571429
        2^67-1                                    ≈1.47573952589676e20
        0.75                                      0.75
        1/8                                       0.125
        1397162×10^(310)                          1.397162e316
        2^-50                                     ≈8.88178419700125e−16
        10^(-7)                                   1e−7
        √(3)×10^(600)÷10^(600)                    ≈1.73205080756888
        """);

    [Fact]
    public void What_has_no_value_is_said() => Table.Check(Shown, """
        1÷0                   Can't divide by zero
        1/0                   Can't divide by zero
        ((1)/(0))             Can't divide by zero
        2((1)/(0))            Can't divide by zero
        0÷0                   Can't divide by zero
        1÷(√(2)-√(2))         Can't divide by zero
        0^(-1)                Can't divide by zero
        5÷0%                  Can't divide by zero
        1+2×(3-1÷(1-1))       Can't divide by zero
        √(-4)                 No even root of a negative number
        √(-√(2))              No even root of a negative number
        root(4,-16)           No even root of a negative number
        (-4)^(1/2)            No even root of a negative number
        (-4)^(0.25)           No even root of a negative number
        (-2)^(√(2))           A negative number has only powers with a fraction as exponent
        0^(0)                 0^(0) has no value
        (1-1)^(2-2)           0^(0) has no value
        root(0,2)             The index of a root can't be 0
        9^(9^(9))             Too large: 10^(1000) or more
        9^(9^(9^(9)))         Too large: 10^(1000) or more
        10^(1000)             Too large: 10^(1000) or more
        10^(999)×10           Too large: 10^(1000) or more
        10^(1000.5)           Too large: 10^(1000) or more
        1.1^(10^(900))        Too large: 10^(1000) or more
        1÷9^(9^(9))           Too large: 10^(1000) or more
        √(10^(1000))          Too large: 10^(1000) or more
        (-9)^(9^(9))          Too large: 10^(1000) or more
        10^(-1001)            Too close to 0: less than 10^(-1000)
        0.1^(9^(9))           Too close to 0: less than 10^(-1000)
        10^(-600)×10^(-600)   Too close to 0: less than 10^(-1000)
        10^(-1000.5)          Too close to 0: less than 10^(-1000)
        ?                     The ? is unknown
        1+?                   The ? is unknown
        13×?=                 The ? is unknown
        ?×?=4                 The ? can't be worked out here
        √(?)=3                The ? can't be worked out here
        0×?=5                 No number fits the ?
        0×?=0                 Every number fits the ?
        ?=?                   Every number fits the ?
        ?=?+1                 No number fits the ?
        ?÷0=1                 Can't divide by zero
        """);

    [Fact]
    public void Values_are_written_as_decimal_and_fraction() => Table.Check(Written, """
        3/4                   0.75 | 3/4
        -7/2                  −3.5 | −7/2
        182                   182 | 182
        -5                    −5 | −5
        0                     0 | 0
        1/3                   ≈0.333333333333333 | 1/3
        √2                    ≈1.4142135623731 | -
        1.5×10^(-9)           1.5e−9 | 3/2000000000
        10^(20)               1e20 | 100000000000000000000
        10^(30)               1e30 | -
        10^(-30)              1e−30 | -
        1000000               1000000 | 1000000
        1÷0                   Can't divide by zero | -
        0^(0)                 0^(0) has no value | -
        """);

    [Fact]
    public void A_fraction_too_long_to_be_exact_is_marked()
    {
        var value = Table.Parse(string.Join('+', Enumerable.Range(1_000_001, 990).Select(n => $"1/{n}"))).Evaluate();
        Assert.False(value.IsExact);
        Assert.Equal("≈0.000989509778682771", value.ToString());
        var digits = Table.Parse("." + new string('1', 9000)).Evaluate();
        Assert.Equal(("≈0.111111111111111", false), (digits.ToString(), digits.IsExact));
        Assert.StartsWith("Too large", Table.Parse(new string('1', 9000)).Evaluate().ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Too close", Table.Parse($".{new string('0', 9000)}1").Evaluate().ToString(), StringComparison.Ordinal);
    }

    private static string Shown(string text) => Table.Parse(text).Evaluate().ToString();

    /// <summary>The value as ASCII fraction if it is exact, else as it is shown.</summary>
    internal static string Exact(string text)
    {
        var value = Table.Parse(text).Evaluate();
        return value.IsExact ? Regex.Replace(value.Number.ToFraction(), "/1$", "") : value.ToString();
    }

    private static string Written(string text)
    {
        var value = Table.Parse(text).Evaluate();
        return $"{value} | {value.ToFractionText() ?? "-"}";
    }
}
