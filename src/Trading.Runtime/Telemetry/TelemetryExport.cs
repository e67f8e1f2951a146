using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Trading.Runtime.Telemetry;

/// <summary>Sends traces and metrics by OTLP while it lives, when the standard environment variables ask for it.</summary>
/// <remarks>
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or the one for traces or metrics alone, switches it on; <c>OTEL_SDK_DISABLED=true</c> off.
/// See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
/// </remarks>
public sealed class TelemetryExport : IDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetryExport(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    public bool SendsTraces => _traces is not null;

    public bool SendsMetrics => _metrics is not null;

    /// <summary>Begins to send what the environment asks for; nothing when it asks for nothing.</summary>
    /// <param name="environment">Looks up an environment variable.</param>
    public static TelemetryExport Start(string service, string version, Func<string, string?> environment)
    {
        if (string.Equals(environment("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return new TelemetryExport(null, null);
        var all = IsSet("OTEL_EXPORTER_OTLP_ENDPOINT");
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceVersion: version).AddEnvironmentVariableDetector();
        return new TelemetryExport(
            (all || IsSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")) && environment("OTEL_TRACES_EXPORTER") is null or "otlp"
                ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(TradingTelemetry.Name).AddOtlpExporter().Build()
                : null,
            (all || IsSet("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")) && environment("OTEL_METRICS_EXPORTER") is null or "otlp"
                ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(TradingTelemetry.Name).AddOtlpExporter().Build()
                : null);

        bool IsSet(string name) => !string.IsNullOrEmpty(environment(name));
    }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
