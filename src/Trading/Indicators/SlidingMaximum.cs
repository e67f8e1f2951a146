namespace Trading.Indicators;

/// <summary>The greatest of the last n whole numbers.</summary>
/// <remarks>
/// A queue of falling numbers in two fixed rings: a number that is not above a later one can never be the greatest again
/// and is dropped. Each number enters and leaves once: constant time a number on average, n steps at worst.
/// </remarks>
internal sealed class SlidingMaximum(int period)
{
    private readonly long[] _numbers = new long[period];
    private readonly long[] _expiries = new long[period];
    private int _head;
    private int _count;
    private long _now;

    public long Value => _numbers[_head];

    public void Push(long number)
    {
        if (_count > 0 && _expiries[_head] == _now)
        {
            _head = Wrap(_head + 1);
            _count--;
        }
        while (_count > 0 && _numbers[Wrap(_head + _count - 1)] <= number) _count--;
        var tail = Wrap(_head + _count++);
        _numbers[tail] = number;
        _expiries[tail] = _now + _numbers.Length;
        _now++;
    }

    private int Wrap(int index) => index < _numbers.Length ? index : index - _numbers.Length;
}
