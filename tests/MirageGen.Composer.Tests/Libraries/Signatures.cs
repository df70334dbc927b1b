// Signatures of the tests' own, with nothing to implement.
namespace MirageGen.Signatures;

public interface IHostStack;

public interface ILink;

public interface IStore;

public interface IUnserved;
