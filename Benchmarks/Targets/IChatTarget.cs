using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>A server that scenarios run against: the product or a yardstick.</summary>
internal interface IChatTarget : IAsyncDisposable
{
    /// <summary>Gets its name in the results.</summary>
    string Name { get; }

    /// <summary>Gets its processes.</summary>
    ProcessTree Processes { get; }

    /// <summary>Makes sure that members 0 to <paramref name="count"/> - 1 exist.</summary>
    Task PrepareMembers(int count, CancellationToken cancellationToken);

    /// <summary>Makes a channel with these members and returns its id.</summary>
    Task<string> CreateChannel(string name, IReadOnlyList<int> members, CancellationToken cancellationToken);

    /// <summary>Connects a member's socket; it gets what is posted in the member's channels.</summary>
    Task<ChatClient> Connect(int member, CancellationToken cancellationToken);

    /// <summary>Makes a connection that posts over HTTP as a member, or null if the server has no such way.</summary>
    Task<ChatClient?> ConnectHttp(int member, CancellationToken cancellationToken);
}
