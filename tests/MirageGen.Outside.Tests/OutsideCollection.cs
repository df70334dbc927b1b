namespace MirageGen.Outside.Tests;

/// <summary>Everything here shares one outside and runs one after the other.</summary>
[CollectionDefinition(nameof(Outside))]
public sealed class OutsideCollection : ICollectionFixture<Outside>;
