using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>The two things asked of a working order.</summary>
[JsonConverter(typeof(EnumJsonConverter<OrderChange>))]
public enum OrderChange
{
    Cancel,
    Replace,
}
