using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks.Abstractions -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(EventLoopBenchmarks).Assembly).Run(args);
