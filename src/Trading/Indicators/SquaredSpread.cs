namespace Trading.Indicators;

/// <summary>n times the sum of squares less the square of the sum, of n whole numbers: n squared times their variance.</summary>
/// <remarks>
/// Kept exactly, modulo 2^192. By Popoviciu's inequality the value is at most n²·range²/4, which for 10,000 numbers of 63
/// bits is below 2^153, so it never wraps. The textbook subtraction of two near-equal sums is harmless here because nothing
/// is rounded before it.
/// </remarks>
internal sealed class SquaredSpread
{
    private const double TwoTo128 = 65536.0 * 65536.0 * 65536.0 * 65536.0 * 65536.0 * 65536.0 * 65536.0 * 65536.0;

    private UInt128 _low;
    private ulong _high;

    /// <summary>One number replaces another; <paramref name="sum"/> is the sum of the n numbers after that.</summary>
    /// <remarks>n(x² - y²) - (S² - (S - x + y)²) = (x - y)(n(x + y) - 2S + x - y).</remarks>
    public void Replace(long leaving, long entering, int count, Int128 sum)
    {
        var step = (Int128)entering - leaving;
        Add((long)step, count * ((Int128)entering + leaving) - sum - sum + step);
    }

    public double ToDouble() => _high * TwoTo128 + (double)_low;

    private void Add(long left, Int128 right)
    {
        var factor = (ulong)Math.Abs(left);
        var magnitude = (UInt128)Int128.Abs(right);
        var middle = Math.BigMul(factor, (ulong)magnitude, out var bottom);
        var high = Math.BigMul(factor, (ulong)(magnitude >> 64), out var carried);
        middle += carried;
        if (middle < carried) high++;
        var low = new UInt128(middle, bottom);

        if (left < 0 != Int128.IsNegative(right))
        {
            if (_low < low) _high--;
            _low -= low;
            _high -= high;
        }
        else
        {
            _low += low;
            if (_low < low) _high++;
            _high += high;
        }
    }
}
