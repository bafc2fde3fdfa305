using System.Collections.Concurrent;

namespace OrleansSocial.Tests.Gateway;

/// <summary>A cluster without silos: grains are what the test says they answer.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentDictionary<(string Grain, string Method), Func<string, object?[], object?>> answers = new();

    public FakeCluster() => Client = (IClusterClient)GrainStub.Of(typeof(IClusterClient), (method, args) =>
        method is { Name: "GetGrain", IsGenericMethod: true } ? Grain(method.GetGenericArguments()[0], args[0]!.ToString()!) : null);

    public IClusterClient Client { get; }

    /// <summary>Gets every call in order: grain interface, key and method.</summary>
    public ConcurrentQueue<(string Grain, string Key, string Method)> Calls { get; } = new();

    /// <summary>Says what a grain's method answers.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="answer">From the key and the arguments.</param>
    public void On<TGrain>(string method, Func<string, object?[], object?> answer) => answers[(typeof(TGrain).Name, method)] = answer;

    private object Grain(Type type, string key) => GrainStub.Of(type, (method, args) =>
    {
        Calls.Enqueue((type.Name, key, method.Name));
        return answers.TryGetValue((type.Name, method.Name), out var answer) ? answer(key, args) : null;
    });
}
