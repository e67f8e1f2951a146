using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Tests.Messages;

/// <summary>Renders docs/messages.md: the envelope, every event, and every record that an event carries.</summary>
internal sealed class MessageDocs
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, Type> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Type> _enums = new(StringComparer.Ordinal);

    public static string Render()
    {
        var docs = new MessageDocs();
        docs.RenderEnvelope();
        docs.RenderEvents();
        docs.RenderPayloads();
        docs.RenderRecords();
        docs.RenderEnums();
        return docs._text.ToString().TrimEnd() + "\n";
    }

    private void RenderEnvelope()
    {
        _text.Append($"""
            # Messages

            Rendered from the catalogue of events; the tests check that it is up to date and say how to render it again.

            A message is one [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) JSON object of at most
            {MessageJson.MaxBytes / 1024} KiB, with the media type `{MessageJson.MediaType}`:

            ```json
            {Json(MessageJson.Write(Wire.Example(EventNames.OrderFilled)))}
            ```

            | attribute | must be there | what it is |
            |---|---|---|

            """);
        foreach (var attribute in Enum.GetValues<MessageAttribute>())
            _text.Append($"| `{attribute.Name()}` | {(MessageAttributes.Required.Contains(attribute) ? "yes" : "")} | {Meaning(attribute)} |\n");
        _text.Append("""

            Attributes and fields that are not known are passed over. A field must be there unless it is said that it may be missing; null is the
            same as missing. Enums are their names, spelled exactly. Times are RFC 3339 with an offset, written in UTC; durations are `hh:mm:ss`.
            Prices are numbers of dollars a share, exact to eight decimals; other numbers are exact too, so read them as decimals, not as doubles.

            A change that older readers would trip over raises the version in `dataschema`. A program reads its own version and every older one,
            and refuses a newer one with the fault `NewerVersion`, so that a copy that has been updated may read it.


            """);
    }

    private void RenderEvents()
    {
        _text.Append("""
            ## Events

            Watchers (the dashboard, the command line, alerts) may hear everything; they are named where it is meant for them.

            | event | carries | said by | heard by | version | meaning |
            |---|---|---|---|---|---|

            """);
        foreach (var row in Wire.Rows)
        {
            var heard = row.IsInternal ? "lifecycles, within their host" : string.Join(", ", row.HeardBy);
            _text.Append($"| [`{row.Name}`](#{Anchor(row)}) | {row.PayloadType.Type.Name} | {string.Join(", ", row.SaidBy)} | {heard} | {row.Version} | {row.Meaning} |\n");
        }
        _text.Append('\n');
    }

    private void RenderPayloads()
    {
        _text.Append("## What each event carries\n\n");
        foreach (var row in Wire.Rows)
        {
            _text.Append($"### {row.Name}\n\n{row.Meaning}\n\n");
            RenderFields(row.PayloadType);
            _text.Append($"```json\n{Json(JsonSerializer.SerializeToUtf8Bytes(row.MakeExample(), row.PayloadType))}\n```\n\n");
        }
    }

    private void RenderRecords()
    {
        _text.Append("## Records\n\n");
        var done = new HashSet<string>();
        // Rendering a record finds the records within it.
        while (_records.FirstOrDefault(record => !done.Contains(record.Key)).Value is { } type)
        {
            done.Add(type.Name);
            _text.Append($"### {type.Name}\n\n");
            if (type == typeof(Trail)) _text.Append("Either `amount`, a price, or `percent`, a number between 0 and 100.\n\n");
            else if (type == typeof(Scope)) _text.Append("`account` and `strategy`, names of 1 to 32 characters of a-z, 0-9 and _, and `symbol`; each may be missing.\n\n");
            else RenderRecord(TradingJson.Options.GetTypeInfo(type));
        }
    }

    private void RenderRecord(JsonTypeInfo info)
    {
        if (info.PolymorphismOptions is not { } kinds)
        {
            RenderFields(info);
            return;
        }
        _text.Append($"One of these, told apart by `{kinds.TypeDiscriminatorPropertyName}`:\n\n");
        foreach (var kind in kinds.DerivedTypes)
            _text.Append($"- `{kind.TypeDiscriminator}`: {string.Join(", ", Fields(TradingJson.Options.GetTypeInfo(kind.DerivedType)).Select(field => $"`{field.Name}`, {Word(field.PropertyType)}"))}\n");
        _text.Append('\n');
    }

    private void RenderEnums()
    {
        _text.Append("## Enums\n\n");
        foreach (var (name, type) in _enums) _text.Append($"### {name}\n\n{string.Join(", ", Enum.GetNames(type).Select(value => $"`{value}`"))}\n\n");
    }

    private void RenderFields(JsonTypeInfo info)
    {
        var fields = Fields(info).ToArray();
        foreach (var field in fields) _text.Append($"- `{field.Name}`: {Word(field.PropertyType)}{(field.IsRequired ? "" : "; may be missing")}\n");
        _text.Append(fields.Length > 0 ? "\n" : "Nothing.\n\n");
    }

    private static IEnumerable<JsonPropertyInfo> Fields(JsonTypeInfo info) => info.Properties.Where(property => property.Set is not null);

    private string Word(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Word(inner);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return $"a list, each {Word(type.GenericTypeArguments[0])}";
        if (type.IsEnum) return Link(_enums, type);
        if (Words.TryGetValue(type, out var word)) return word;
        return type.Namespace!.StartsWith("Trading", StringComparison.Ordinal) ? Link(_records, type) : throw new ArgumentException($"There is no word for {type}: add one.");
    }

    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(string)] = "text",
        [typeof(bool)] = "true or false",
        [typeof(int)] = "a whole number",
        [typeof(long)] = "a whole number",
        [typeof(decimal)] = "a number",
        [typeof(DateTimeOffset)] = "a time",
        [typeof(DateOnly)] = "a date",
        [typeof(TimeSpan)] = "a duration",
        [typeof(Price)] = "a price",
        [typeof(Symbol)] = "a symbol",
        [typeof(BarPeriod)] = "a bar period, such as `5m` or `1d`",
        [typeof(TradeId)] = "a trade id",
        [typeof(OrderId)] = "an order id",
        [typeof(MessageId)] = "a message id",
    };

    private static string Meaning(MessageAttribute attribute) => attribute switch
    {
        MessageAttribute.SpecVersion => "`1.0`, the version of CloudEvents",
        MessageAttribute.Id => "32 hexadecimal digits derived from what caused the message: the same step done twice says the same id",
        MessageAttribute.Source => "who says it: the name of an agent",
        MessageAttribute.Type => "the name of the event, `agent.action.status`",
        MessageAttribute.Time => "when it was said",
        MessageAttribute.Subject => "what it is about: a trade, an order or a symbol",
        MessageAttribute.DataContentType => "`application/json`",
        MessageAttribute.DataSchema => $"the event and the version of its data: `{Wire.Rows[0].Schema}`",
        MessageAttribute.TraceParent => "where it stands in a trace ([W3C Trace Context](https://www.w3.org/TR/trace-context/))",
        MessageAttribute.TraceState => "what tracing systems add to that",
        MessageAttribute.CorrelationId => "the id of the first message of the chain; its own where it is missing",
        MessageAttribute.CausationId => "the id of the message that caused it; its own where it is missing",
        MessageAttribute.Account => "the account it concerns; all where it is missing",
        MessageAttribute.Strategy => "the strategy it concerns; all where it is missing",
        MessageAttribute.Symbol => "the symbol it concerns; all where it is missing",
        MessageAttribute.Data => "what the event carries, see below",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Say what it is."),
    };

    private static string Link(SortedDictionary<string, Type> types, Type type)
    {
        types[type.Name] = type;
        return $"[{type.Name}](#{type.Name.ToLowerInvariant()})";
    }

    private static string Anchor(EventRow row) => row.Name.Value.Replace(".", "", StringComparison.Ordinal);

    private static string Json(byte[] json) => JsonNode.Parse(json)!.ToJsonString(Indented).ReplaceLineEndings("\n");
}
