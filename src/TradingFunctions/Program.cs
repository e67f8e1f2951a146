using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using Trading.Runtime.Telemetry;
using TradingFunctions;
using TradingFunctions.Identity;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
var settings = DeskSettings.Read(builder.Configuration);
builder.Services.AddDesk(settings);

var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(traces => traces.AddSource(TradingTelemetry.Name))
    .WithMetrics(metrics => metrics.AddMeter(TradingTelemetry.Name));
telemetry.UseFunctionsWorkerDefaults();
if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))) telemetry.UseOtlpExporter();
if (Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_CONNECTION_STRING") is { Length: > 0 } insights)
    telemetry.UseAzureMonitorExporter(to =>
    {
        to.ConnectionString = insights;
        // Where the resource takes no key, the identity is what lets the app in; the host reads the same setting.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_AUTHENTICATION_STRING"))) to.Credential = DeskCredential.Of(settings.ClientId);
    });

builder.Build().Run();
