using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks.Composer -- --filter '*Keystroke*'
BenchmarkSwitcher.FromAssembly(typeof(KeystrokeBenchmarks).Assembly).Run(args);
