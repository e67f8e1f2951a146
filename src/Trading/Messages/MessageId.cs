using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Serialization;

namespace Trading.Messages;

/// <summary>The identity of a message: 128 bits derived from what caused it.</summary>
/// <remarks>
/// Doing a step twice derives the same id, so the second message is recognised as the first. The mixing is ours and fixed
/// for all time (stored journals depend on it); it guards against accident, not against an adversary.
/// Written as 32 lower-case hexadecimal digits.
/// </remarks>
[JsonConverter(typeof(MessageIdJsonConverter))]
public readonly record struct MessageId(UInt128 Value)
{
    internal const int Length = 32;

    private const ulong FirstPrime = 0x9E3779B97F4A7C15;
    private const ulong SecondPrime = 0xC2B2AE3D27D4EB4F;

    public bool IsEmpty => Value == default;

    /// <summary>The id of the <paramref name="ordinal"/>th message of a kind that one cause brings about for a subject.</summary>
    public static MessageId Derive(MessageId cause, EventName name, string subject, long ordinal = 0)
    {
        var mix = new Mixer((ulong)(cause.Value >> 64), (ulong)cause.Value);
        mix.Add(name.StableHash);
        mix.Add(subject);
        mix.Add((ulong)ordinal);
        return mix.ToId();
    }

    /// <summary>The id of something that comes from outside: an exchange's bar, a broker's execution, a person's command.</summary>
    public static MessageId From(string text, long number = 0)
    {
        var mix = new Mixer(FirstPrime, SecondPrime);
        mix.Add(text);
        mix.Add((ulong)number);
        return mix.ToId();
    }

    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (text.Length != Length || !UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        id = new MessageId(value);
        return true;
    }

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Writes the <see cref="Length"/> digits in ASCII.</summary>
    internal void Format(Span<byte> digits) => Value.TryFormat(digits, out _, "x32", CultureInfo.InvariantCulture);

    internal static ulong Hash(string text)
    {
        var mix = new Mixer(FirstPrime, SecondPrime);
        mix.Add(text);
        return (ulong)mix.ToId().Value;
    }

    private ref struct Mixer(ulong high, ulong low)
    {
        private ulong _high = high;
        private ulong _low = low;

        public void Add(ulong word)
        {
            word ^= _low;
            var low = word * FirstPrime;
            (_high, _low) = (ulong.RotateLeft(_high, 29) * SecondPrime + low, HighOf(word) ^ _high + low);
        }

        public void Add(string text)
        {
            Add((ulong)text.Length);
            var rest = text.AsSpan();
            for (; rest.Length >= 4; rest = rest[4..]) Add((ulong)rest[0] << 48 | (ulong)rest[1] << 32 | (ulong)rest[2] << 16 | rest[3]);
            if (rest.IsEmpty) return;
            ulong word = 0;
            foreach (var c in rest) word = word << 16 | c;
            Add(word);
        }

        /// <summary>The upper half of the product with the first prime. Asked for by itself it stays in a register, where the whole goes through memory.</summary>
        private static ulong HighOf(ulong word) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(word, FirstPrime) : Math.BigMul(word, FirstPrime, out _);

        public MessageId ToId()
        {
            Add(FirstPrime);
            Add(SecondPrime);
            return new MessageId(new UInt128(_high, _low));
        }
    }
}
