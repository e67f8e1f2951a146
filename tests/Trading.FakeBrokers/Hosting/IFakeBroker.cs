using Microsoft.AspNetCore.Builder;

namespace Trading.FakeBrokers.Hosting;

/// <summary>A broker that a <see cref="FakeBrokerServer"/> can host.</summary>
public interface IFakeBroker
{
    /// <summary>The name that fault rules know it by.</summary>
    string Name { get; }

    /// <summary>The clock by which it delays what it does.</summary>
    TimeProvider Time { get; }

    /// <summary>Adds its endpoints. Each names its operation with <see cref="FakeEndpoints.Named"/>, so that fault rules can meet it.</summary>
    void Map(WebApplication app);
}
