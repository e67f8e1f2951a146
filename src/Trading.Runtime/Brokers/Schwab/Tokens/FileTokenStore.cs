using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>The login in a file that only its owner may read (mode 0600), in a folder only the owner may enter.</summary>
/// <remarks>Written beside and moved into place, so that a crash leaves the old file or the new one. A lock file keeps processes apart.</remarks>
public sealed class FileTokenStore(string path, TimeProvider clock) : ITokenStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(30);

    public string Path { get; } = path;

    /// <summary>Where the login is kept when nothing else is configured: in the person's own configuration folder.</summary>
    public static string DefaultPath(string account) => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "trading", $"{account}.token.json");

    /// <summary>Whether anybody but the owner may read the file. Always false where there are no such modes.</summary>
    public bool IsOpenToOthers => !OperatingSystem.IsWindows() && File.Exists(Path) && (File.GetUnixFileMode(Path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0;

    public async ValueTask<SchwabToken?> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(Path)) return null;
            await using var file = File.OpenRead(Path);
            return await JsonSerializer.DeserializeAsync(file, TokenFileJson.Default.TokenFile, cancellation) is { AccessToken: { Length: > 0 } access, RefreshToken: { Length: > 0 } refresh } read
                ? new SchwabToken(new Secret(access), read.AccessExpiresAt, new Secret(refresh), read.LoggedInAt)
                : throw Unreadable(null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable(unreadable is JsonException ? null : unreadable); // the parser quotes what it could not read
        }
    }

    public async ValueTask SaveAsync(SchwabToken token, CancellationToken cancellation)
    {
        var draft = $"{Path}.{Environment.ProcessId}.new";
        try
        {
            MakeFolder();
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            await using (var file = new FileStream(draft, options))
            {
                var content = new TokenFile(token.Access.Reveal(), token.AccessExpiresAt, token.Refresh.Reveal(), token.LoggedInAt);
                await JsonSerializer.SerializeAsync(file, content, TokenFileJson.Default.TokenFile, cancellation);
                file.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(draft, OwnerOnly);
            File.Move(draft, Path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new TokenStoreException($"The login cannot be written to {Path}: {unwritable.Message} Choose another file with brokers.schwab.loginFile.", unwritable);
        }
    }

    public async ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        var latest = clock.GetUtcNow() + LongestLock;
        while (true)
        {
            try
            {
                MakeFolder();
                return new FileStream($"{Path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetUtcNow() < latest)
            {
                await Task.Delay(BetweenTries, clock, cancellation);
            }
            catch (Exception unlockable) when (unlockable is IOException or UnauthorizedAccessException)
            {
                throw new TokenStoreException($"{Path}.lock cannot be locked: {unlockable.Message} Is another desk stuck in a refresh?", unlockable);
            }
        }
    }

    private void MakeFolder()
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is not { } folder || Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private TokenStoreException Unreadable(Exception? cause) =>
        new($"The login in {Path} cannot be read{(cause is null ? "" : $": {cause.Message}")} Log in again: trading login schwab", cause!);
}

/// <summary>The content of the file.</summary>
internal sealed record TokenFile(string? AccessToken, DateTimeOffset AccessExpiresAt, string? RefreshToken, DateTimeOffset LoggedInAt);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TokenFile))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
