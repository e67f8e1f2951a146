using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace TradingFunctions.Identity;

/// <summary>Runs beside the functions of each instance that logs in to Redis by its identity.</summary>
public sealed class KeepRedisLogin(RedisLogin login, IConnectionMultiplexer redis) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => login.KeepAsync(redis, stoppingToken);
}
