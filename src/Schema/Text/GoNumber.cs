using System.Globalization;

namespace GrpcSdk.Schema.Text;

/// <summary>Floating-point numbers as Go's <c>%v</c> prints them: the fewest digits that mean the number.</summary>
internal static class GoNumber
{
    /// <summary>Enough for every double.</summary>
    private const int MaxDigits = 17;

    /// <summary>Such as <c>0.1</c>, <c>1e+08</c>, <c>+Inf</c>.</summary>
    public static string ToText(double value) => ToText(value, text => Parse(text) == value);

    /// <inheritdoc cref="ToText(double)"/>
    public static string ToText(float value) => ToText(value, text => (float)Parse(text) == value);

    private static string ToText(double value, Func<string, bool> isExact)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        if (value == 0)
        {
            return double.IsNegativeInfinity(1 / value) ? "-0" : "0";
        }

        var scientific = Enumerable.Range(1, MaxDigits - 1).Select(digits => Scientific(value, digits)).FirstOrDefault(isExact);
        var parts = (scientific ?? Scientific(value, MaxDigits)).Split('E');
        return Layout(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Plain from 0.0001 and below a million, otherwise with an exponent of two digits or more.</summary>
    private static string Layout(string mantissa, int exponent)
    {
        if (exponent is < -4 or >= 6)
        {
            return mantissa + "e" + exponent.ToString("+00;-00", CultureInfo.InvariantCulture);
        }

        var sign = mantissa[0] == '-' ? "-" : "";
        var digits = mantissa.Replace("-", "").Replace(".", "");
        return sign + (exponent < 0
            ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length > exponent + 1
                ? digits.Insert(exponent + 1, ".")
                : digits.PadRight(exponent + 1, '0'));
    }

    private static string Scientific(double value, int digits) =>
        value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
