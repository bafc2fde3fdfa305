namespace OrleansSocial.Grains.Writes;

/// <summary>The lane has no connection; the rows were not sent.</summary>
/// <param name="inner">Why.</param>
internal sealed class LaneDownException(Exception inner) : Exception("The lane has no connection.", inner);
