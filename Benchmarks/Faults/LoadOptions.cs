namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What a load run does.</summary>
/// <param name="Gateways">Base addresses of the gateways.</param>
/// <param name="SetupFile">The teams; made when the file does not exist.</param>
/// <param name="Output">The folder of the logs.</param>
/// <param name="Seed">Picks authors, channels and manners.</param>
/// <param name="PostsPerSecond">Posts that start each second, whether or not earlier ones have ended.</param>
/// <param name="Longest">Ends the run by itself when nobody says stop.</param>
/// <param name="Proxied">How many sockets, from number 0, go through the cutting proxy.</param>
/// <param name="TextBytes">Length of every text; 0 = 20 to 200 by chance.</param>
public sealed record LoadOptions(
    IReadOnlyList<string> Gateways,
    string SetupFile,
    string Output,
    int Seed,
    int PostsPerSecond,
    TimeSpan Longest,
    int Proxied,
    int TextBytes);
