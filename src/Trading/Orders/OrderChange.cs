using System.Text.Json.Serialization;

namespace Trading.Orders;

/// <summary>The two things asked of a working order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderChange>))]
public enum OrderChange
{
    Cancel,
    Replace,
}
