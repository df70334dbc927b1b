using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks.TcpIp -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(ChecksumBenchmarks).Assembly).Run(args);
