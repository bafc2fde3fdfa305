using Microsoft.Extensions.Options;
using OrleansSocial.Gateway;
using OrleansSocial.Grains;

namespace OrleansSocial.Silo;

/// <summary>The settings of the services, read before there is a database or a port, so that a fault costs no start.</summary>
internal static class ServiceSettings
{
    /// <summary>Names what is out of its range or cannot be read.</summary>
    /// <param name="section">The section <c>OrleansSocial</c>.</param>
    /// <param name="role">Which services the process has.</param>
    public static IEnumerable<string> Faults(IConfiguration section, HostRole role)
    {
        var services = new ServiceCollection().AddLogging();
        if (role != HostRole.Gateway)
        {
            services.AddOrleansSocialGrains(section);
        }

        if (role != HostRole.Silo)
        {
            services.AddOrleansSocialGateway(section);
        }

        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(e => e is OptionsValidationException))
        {
            return [.. exception.InnerExceptions.SelectMany(e => ((OptionsValidationException)e).Failures)];
        }
        catch (InvalidOperationException exception)
        {
            // The binder's: a value that is no number where one is wanted.
            return [exception.Message];
        }
    }
}
