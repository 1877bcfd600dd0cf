namespace Tongban.Foundation.Storage;

/// <summary>Tells whether anything was committed: as long as the answer stays the same, every reader sees the same records.</summary>
public interface IGeneration
{
    /// <summary>What is visible at this moment, as a name for it. It knows every commit that was acknowledged before the question, of whatever process.</summary>
    ValueTask<string> NowAsync();
}
