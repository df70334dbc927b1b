using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks.Http -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(ServerBenchmarks).Assembly).Run(args);
