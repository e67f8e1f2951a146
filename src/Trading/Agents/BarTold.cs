using Trading.MarketData;
using Trading.Messages;

namespace Trading.Agents;

/// <summary>A bar on its way to those in this process who hear of bars: a <c>marketdata.bars.received</c> whose envelope is made when somebody needs it.</summary>
/// <remarks>
/// Of most bars nothing follows, so most envelopes would be made for nobody. The agent that tells uses it again for the next bar, which takes the place of this one:
/// who is told keeps nothing of it but copies. Not for several threads.
/// </remarks>
public sealed class BarTold
{
    private readonly string _source;
    private readonly Scope _scope;
    private readonly MessageId _root;
    private NewestBar _newest = new();
    private DateTimeOffset _time;
    private Message? _message;

    internal BarTold(string source, Symbol symbol, BarPeriod period)
    {
        (_source, Symbol, Period) = (source, symbol, period);
        _scope = Scope.OfMarket(symbol);
        _root = RootOf(symbol, period);
    }

    public Symbol Symbol { get; }

    public BarPeriod Period { get; }

    public ref readonly Bar Bar => ref _newest.Bar;

    /// <summary>The id of its message.</summary>
    public MessageId Id => _message?.Id ?? IdOf(_root, Bar);

    /// <summary>The bar as the message that it is to everybody else.</summary>
    public Message Message => _message ??= Message.First(
        Id, EventNames.BarsReceived, _source, _time, Symbol.Value, _scope, new BarsReceived(Symbol, Period, [Bar]));

    /// <summary>What the ids of a symbol's bars come from.</summary>
    internal static MessageId RootOf(Symbol symbol, BarPeriod period) => MessageId.From($"bars/{period}/{symbol}");

    /// <summary>The id comes from the bar itself, so that a bar heard on two ways is one message.</summary>
    internal static MessageId IdOf(MessageId root, in Bar last) => MessageId.Derive(root, EventNames.BarsReceived, "", last.End.UtcTicks);

    internal void Begin(NewestBar newest, DateTimeOffset now)
    {
        if (!ReferenceEquals(_newest, newest)) _newest = newest;
        _time = now;
        _message = null;
    }
}
