using System.Runtime.CompilerServices;

// The tests check that every row of the tables names something that exists.
[assembly: InternalsVisibleTo("MirageGen.Composer.Tests")]
