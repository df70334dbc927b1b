using Microsoft.CodeAnalysis.CodeFixes;
using MirageGen.Composer.CodeFixes.Resolution;
using MirageGen.Composer.CodeFixes.Shape;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

/// <summary>
/// Fixes for what the composer itself says, as an editor offers them: they find its places and properties, and leave it
/// nothing to say.
/// </summary>
public sealed class ComposerFixTests
{
    [Fact]
    public Task A_choice_among_devices_settles_it() => For<ChooseDeviceFix>().FromEditor(
        """
        [Unikernel]
        public sealed class Site(IThing thing)
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class One : IThing;

        [Device(typeof(IThing))]
        public sealed class Two : IThing;
        """).IsMendedAsync("Use Two",
        """
        [Unikernel]
        public sealed class Site([Use(typeof(Two))] IThing thing)
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class One : IThing;

        [Device(typeof(IThing))]
        public sealed class Two : IThing;
        """);

    [Fact]
    public Task A_choice_among_devices_deeper_down_settles_it() => For<ChooseDeviceFix>().FromEditor(
        """
        [Unikernel]
        public sealed class Site(IBox box)
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public interface IBox;

        [Device(typeof(IBox))]
        public sealed class Box(IThing thing) : IBox;

        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class One : IThing;

        [Device(typeof(IThing))]
        public sealed class Two : IThing;
        """).IsMendedAsync("Use One",
        """
        [assembly: Use(typeof(IThing), typeof(One))]

        [Unikernel]
        public sealed class Site(IBox box)
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public interface IBox;

        [Device(typeof(IBox))]
        public sealed class Box(IThing thing) : IBox;

        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class One : IThing;

        [Device(typeof(IThing))]
        public sealed class Two : IThing;
        """);

    [Fact]
    public Task An_abstract_appliance_becomes_concrete() => For<ClassShapeFix>().FromEditor(
        """
        [Unikernel]
        public abstract class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """).IsMendedAsync("Make the class concrete",
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_hidden_appliance_becomes_public() => For<ClassShapeFix>().FromEditor(
        """
        public static class Sites
        {
            [Unikernel]
            private sealed class Site
            {
                public Task RunAsync() => Task.CompletedTask;
            }
        }
        """).IsMendedAsync("Make the class public",
        """
        public static class Sites
        {
            [Unikernel]
            public sealed class Site
            {
                public Task RunAsync() => Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task An_appliance_without_a_run_async_gets_one() => For<RunAsyncFix>().FromEditor(
        """
        [Unikernel]
        public sealed class Site
        {
        }
        """).IsMendedAsync("Add RunAsync",
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync(CancellationToken stop)
            {
                throw new NotImplementedException();
            }
        }
        """);

    [Fact]
    public Task A_hidden_run_async_becomes_public() => For<RunAsyncFix>().FromEditor(
        """
        [Unikernel]
        public sealed class Site
        {
            internal Task RunAsync() => Task.CompletedTask;
        }
        """).IsMendedAsync("Make RunAsync public",
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task An_argument_whose_default_is_outside_its_range_becomes_nullable() => For<NullableArgumentFix>().FromEditor(
        """
        using System.ComponentModel.DataAnnotations;

        [Unikernel]
        public sealed class Site([Argument("TCP port"), Range(1, 65535)] int port = 0)
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """).IsMendedAsync("Make the argument nullable",
        """
        using System.ComponentModel.DataAnnotations;

        [Unikernel]
        public sealed class Site([Argument("TCP port"), Range(1, 65535)] int? port = null)
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_composition_becomes_partial() => For<MakePartialFix>("mock").FromEditor(
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public static class Tests
        {
            [Compose(typeof(Site))]
            internal sealed class Website;
        }
        """).IsMendedAsync("Make the class partial",
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }

        public static partial class Tests
        {
            [Compose(typeof(Site))]
            internal sealed partial class Website;
        }
        """);

    private static CodeFixBench For<TFix>(string target = "unix")
        where TFix : CodeFixProvider, new() => new(new TFix(), TestProject.For(target));
}
