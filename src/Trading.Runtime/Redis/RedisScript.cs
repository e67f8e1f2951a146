using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>A Lua script, sent by its hash, and in full where the server does not know it.</summary>
/// <remarks>A script is run whole, with nothing between, and all its keys lie in one slot.</remarks>
internal sealed class RedisScript
{
    private readonly string _text;
#pragma warning disable CA5350 // SHA-1 is what Redis names scripts by; nothing is kept safe by it
    private readonly byte[] _hash;

    private RedisScript(string file)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"The script {file} is not built in.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _text = reader.ReadToEnd();
        _hash = SHA1.HashData(Encoding.UTF8.GetBytes(_text));
    }
#pragma warning restore CA5350

    public static RedisScript Commit { get; } = new("commit.lua");
    public static RedisScript Take { get; } = new("take.lua");
    public static RedisScript Overdue { get; } = new("overdue.lua");
    public static RedisScript Claim { get; } = new("claim.lua");
    public static RedisScript Bury { get; } = new("bury.lua");
    public static RedisScript Fail { get; } = new("fail.lua");
    public static RedisScript Drop { get; } = new("drop.lua");
    public static RedisScript Replay { get; } = new("replay.lua");
    public static RedisScript Canary { get; } = new("canary.lua");
    public static RedisScript Health { get; } = new("health.lua");
    public static RedisScript Lease { get; } = new("lease.lua");
    public static RedisScript Bars { get; } = new("bars.lua");

    /// <summary>What the server knows it by, as 40 hexadecimal digits.</summary>
    public string Digest => Convert.ToHexStringLower(_hash);

    public async ValueTask<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(_hash, keys, arguments);
        }
        catch (RedisServerException unknown) when (unknown.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ScriptEvaluateAsync(_text, keys, arguments);
        }
    }
}
