using Trading.Messages;

namespace Trading.Tests.Messages;

public class MessageIdTests
{
    private static readonly Gen<EventName> Names = Generated.OneOf(EventCatalogue.Desk.Rows.Select(row => row.Name).ToArray());

    /// <summary>Stored journals hold ids made by older programs: these must never change.</summary>
    [Fact]
    public void Ids_are_derived_the_same_way_for_all_time()
    {
        Assert.Equal("4ba64da2ca04f13f914c1dd02d0e4d04", MessageId.From("").ToString());
        Assert.Equal("837f7850fd5f0526a962c08a02e4159b", MessageId.From("bars/5m/AAPL").ToString());
        Assert.Equal("047baf79b4a2da01fd120cbf211144da", MessageId.From("bars/5m/AAPL", 639229968000000000).ToString());
        var cause = MessageId.From("bars/5m/AAPL");
        Assert.Equal("9f34e3ffc693dfd11c82f855250339cf", MessageId.Derive(cause, EventNames.EntrySignaled, "AAPL").ToString());
        Assert.Equal("172770aa80690a20b56ca90530c8d02c", MessageId.Derive(cause, EventNames.EntrySignaled, "AAPL", 1).ToString());
        Assert.Equal("4493736fcd9059261cb79315c6b3201a", MessageId.Derive(cause, EventNames.OrderFilled, "trade-2026-08-21-BRK.B-trend-k3f9x2ab7c-entry-1", long.MaxValue).ToString());
    }

    [Fact]
    public void An_id_written_is_read_back() =>
        Generated.MessageIds.Sample(id =>
        {
            Assert.Matches("^[0-9a-f]{32}$", id.ToString());
            Assert.True(MessageId.TryParse(id.ToString(), out var read));
            Assert.Equal(id, read);
        });

    [Theory]
    [InlineData("")]
    [InlineData("0af7651916cd43dd8448eb211c80319")]
    [InlineData("0af7651916cd43dd8448eb211c80319c0")]
    [InlineData("0af7651916cd43dd8448eb211c80319g")]
    [InlineData(" af7651916cd43dd8448eb211c80319c")]
    [InlineData("+af7651916cd43dd8448eb211c80319c")]
    [InlineData("0x7651916cd43dd8448eb211c80319c0")]
    [InlineData("0af76519-16cd-43dd-8448-eb211c80")]
    public void What_is_no_id_is_refused(string text) => Assert.False(MessageId.TryParse(text, out _));

    [Fact]
    public void Each_part_of_a_cause_makes_another_id() =>
        Gen.Select(Generated.MessageIds, Names, Gen.String, Gen.Long).Sample((cause, name, subject, ordinal) =>
        {
            var id = MessageId.Derive(cause, name, subject, ordinal);
            Assert.Equal(id, MessageId.Derive(cause, new EventName(name.Value), new string(subject.AsSpan()), ordinal));
            Assert.NotEqual(id, MessageId.Derive(new MessageId(cause.Value ^ 1), name, subject, ordinal));
            Assert.NotEqual(id, MessageId.Derive(new MessageId(cause.Value ^ (UInt128.One << 127)), name, subject, ordinal));
            Assert.NotEqual(id, MessageId.Derive(cause, new EventName(name.Value + "_"), subject, ordinal));
            Assert.NotEqual(id, MessageId.Derive(cause, name, subject + "\0", ordinal));
            Assert.NotEqual(id, MessageId.Derive(cause, name, subject, ordinal ^ 1));
        });

    [Fact]
    public void A_hundred_thousand_ids_that_differ_in_one_thing_are_all_different_in_either_half()
    {
        var ids = new List<MessageId>();
        var cause = MessageId.From("root");
        for (var i = 0; i < 50_000; i++) ids.Add(MessageId.Derive(cause, EventNames.BarsReceived, "", i));
        for (var i = 0; i < 50_000; i++) ids.Add(MessageId.From($"execution-{i}"));
        Assert.Equal(ids.Count, ids.Select(id => (ulong)id.Value).Distinct().Count());
        Assert.Equal(ids.Count, ids.Select(id => (ulong)(id.Value >> 64)).Distinct().Count());
    }

    [Fact]
    public void Every_bit_of_an_id_depends_on_what_made_it()
    {
        const int Count = 4_096;
        var set = new int[128];
        for (var i = 0; i < Count; i++)
            for (var bit = 0; bit < set.Length; bit++)
                set[bit] += (int)(MessageId.From("bars", i).Value >> bit & 1);
        Assert.All(set, ones => Assert.InRange(ones, Count * 4 / 10, Count * 6 / 10));
    }
}
