using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using Trading.Runtime.Telemetry;
using TradingFunctions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddDesk(DeskSettings.Read(builder.Configuration));

var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(traces => traces.AddSource(TradingTelemetry.Name))
    .WithMetrics(metrics => metrics.AddMeter(TradingTelemetry.Name));
telemetry.UseFunctionsWorkerDefaults();
if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))) telemetry.UseOtlpExporter();

builder.Build().Run();
