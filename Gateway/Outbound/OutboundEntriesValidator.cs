using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Has the host not start with an entry that means nothing: all of them are named.</summary>
internal sealed class OutboundEntriesValidator : IValidateOptions<OutboundOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var faults = options.Hosts.Where(e => OutboundRule.Parse(e, isInternal: false) is null).Select(e => $"Outbound:Hosts: not [http://]host[:port]: {e}")
            .Concat(options.InternalHosts.Where(e => OutboundRule.Parse(e, isInternal: true) is null).Select(e => $"Outbound:InternalHosts: not [http://]host[:port]: {e}"))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
