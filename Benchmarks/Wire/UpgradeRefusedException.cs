namespace OrleansSocial.Benchmarks.Wire;

/// <summary>The server has no room for the socket just now.</summary>
internal sealed class UpgradeRefusedException(string answer) : Exception(answer);
