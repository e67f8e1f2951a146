using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisSecurityTests
{
    private const string Password = "correct horse";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_who_may_touch_one_environment_alone_runs_a_desk_in_it_and_in_no_other()
    {
        await using var server = await RedisServer.StartAsync();
        await using (var admin = await server.ConnectAsync())
            await admin.GetServers()[0].ExecuteAsync(
                "ACL", "SETUSER", "desk", "on", $">{Password}", "~{trading:acl}:*", "&{trading:acl}:*", "+@all", "-@admin", "-@dangerous");
        var settings = server.Settings with { User = "desk", Environment = "acl" };
        Assert.DoesNotContain(Password, $"{settings with { Password = new Secret(Password) }}", StringComparison.Ordinal);

        await using var redis = await ConnectionMultiplexer.ConnectAsync(settings.WithPassword(_ => Password).ToOptions("tests"));
        var room = new RedisRoom(redis, environment: "acl");
        await using var bell = await room.Inboxes.ListenAsync(RedisRoom.Inbox, TimeProvider.System);
        await room.AskAsync(1);
        await room.CommitAsync(await room.TakeOneAsync(), RedisRoom.Bars(1));
        await room.AskAsync(2);
        await room.Inboxes.BuryAsync(Assert.Single(await room.TakeOverdueAsync(RedisRoom.AtOnce)), "poison", None);
        Assert.Equal(1, (await new RedisHealth(redis, room.Keys).CheckAsync([RedisRoom.Inbox], RedisHealthLimits.Default)).DeadLetters);

        await Assert.ThrowsAsync<RedisServerException>(() => new RedisRoom(redis, environment: "live").AskAsync(1));
    }

    [Fact]
    public async Task A_wrong_password_does_nothing()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", Password);
        var settings = server.Settings with { Timeout = TimeSpan.FromSeconds(1) };
        await using var redis = await ConnectionMultiplexer.ConnectAsync((settings with { Password = new Secret("wrong") }).ToOptions("tests"));
        await Assert.ThrowsAnyAsync<Exception>(() => new RedisRoom(redis).AskAsync(1));
        await using var right = await ConnectionMultiplexer.ConnectAsync((settings with { Password = new Secret(Password) }).ToOptions("tests"));
        await new RedisRoom(right).AskAsync(1);
    }

    [Fact]
    public async Task A_connection_may_be_encrypted_by_a_certificate_of_our_own_authority_and_by_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("trading-tls-").FullName;
        try
        {
            string authority = WriteCertificates(folder), stranger = WriteAuthority(folder, "stranger").Path;
            await using var server = await RedisServer.StartWithTlsAsync(
                "--tls-cert-file", $"{folder}/server.crt", "--tls-key-file", $"{folder}/server.key", "--tls-ca-cert-file", authority, "--tls-auth-clients", "no");
            var settings = new RedisSettings { Host = "localhost", Port = server.TlsPort, Tls = true, CertificateAuthority = authority, Timeout = TimeSpan.FromSeconds(5) };
            await using var redis = await ConnectionMultiplexer.ConnectAsync(settings.ToOptions("tests"));
            await new RedisRoom(redis).AskAsync(1);
            await using (var admin = await server.ConnectAsync()) await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "desk", "on", $">{Password}", "~{trading:tls}:*", "&{trading:tls}:*", "+@all", "-@admin", "-@dangerous");
            await using var user = await ConnectionMultiplexer.ConnectAsync((settings with { User = "desk", Password = new Secret(Password), Environment = "tls" }).ToOptions("tests"));
            await new RedisRoom(user, environment: "tls").AskAsync(1);
            await Assert.ThrowsAsync<RedisServerException>(() => new RedisRoom(user, environment: "live").AskAsync(1));
            await using var wary = await ConnectionMultiplexer.ConnectAsync((settings with { CertificateAuthority = stranger, Timeout = TimeSpan.FromSeconds(1) }).ToOptions("tests"));
            await Assert.ThrowsAnyAsync<Exception>(() => new RedisRoom(wary).AskAsync(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string WriteCertificates(string folder)
    {
        var (path, authority) = WriteAuthority(folder, "authority");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        File.WriteAllText($"{folder}/server.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{folder}/server.key", key.ExportPkcs8PrivateKeyPem());
        authority.Dispose();
        return path;
    }

    private static (string Path, X509Certificate2 Certificate) WriteAuthority(string folder, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = $"{folder}/{name}.crt";
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return (path, certificate);
    }
}
