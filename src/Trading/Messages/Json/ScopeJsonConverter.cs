using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A scope as an object of the parts it names: <c>{"account":"paper","strategy":"trend","symbol":"AAPL"}</c>.</summary>
public sealed class ScopeJsonConverter : JsonConverter<Scope>
{
    public override Scope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A scope is an object.");
        string? account = null, strategy = null, symbol = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("account"u8)) ReadPart(ref reader, ref account);
            else if (reader.ValueTextEquals("strategy"u8)) ReadPart(ref reader, ref strategy);
            else if (reader.ValueTextEquals("symbol"u8)) ReadPart(ref reader, ref symbol);
            else reader.Skip();
        }
        if (account is not null && !Scope.IsName(account)) throw new JsonException("An account is 1 to 32 characters of a-z, 0-9 and _.");
        if (strategy is not null && !Scope.IsName(strategy)) throw new JsonException("A strategy is 1 to 32 characters of a-z, 0-9 and _.");
        if (!Symbol.TryParse(symbol, out var security) && symbol is not null) throw new JsonException(SymbolJsonConverter.Expected);
        return new Scope(account ?? "", strategy ?? "", security);
    }

    public override void Write(Utf8JsonWriter writer, Scope value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Account.Length > 0) writer.WriteString("account"u8, value.Account);
        if (value.Strategy.Length > 0) writer.WriteString("strategy"u8, value.Strategy);
        if (value.Symbol.Value.Length > 0) writer.WriteString("symbol"u8, value.Symbol.Value);
        writer.WriteEndObject();
    }

    private static void ReadPart(ref Utf8JsonReader reader, ref string? part)
    {
        if (part is not null) throw new JsonException("A scope names each part once.");
        reader.Read();
        part = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException("Each part of a scope is a string.");
    }
}
