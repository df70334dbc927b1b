using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks.Dns -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(MessageBenchmarks).Assembly).Run(args);
