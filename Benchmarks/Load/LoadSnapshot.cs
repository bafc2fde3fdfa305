using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>All counters at one moment.</summary>
internal readonly record struct LoadSnapshot(long At, long Stored, long Delivered, CpuTimes Cpu, double ClientCpu, double MachineCpu);
