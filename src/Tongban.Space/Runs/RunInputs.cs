using System.Runtime.CompilerServices;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Space.Sites;

namespace Tongban.Space.Runs;

/// <summary>One site of a batch, not yet read.</summary>
/// <param name="Read">The boundary, or why there is none.</param>
internal sealed record RunInput(string? Subject, string Title, Func<Result<Site>> Read);

/// <summary>Where the sites of a batch come from: subjects of other rooms, or the features of a file.</summary>
internal sealed class RunInputs(IEnumerable<ISiteSource> sources, IEnumerable<ISubjectAccess> subjects, BlobStore blobs)
{
    private const int Page = 200;

    /// <summary>Kinds of subjects that can be classified.</summary>
    public IReadOnlyList<string> Kinds => [.. sources.Select(s => s.Kind).Order(StringComparer.Ordinal)];

    /// <summary>Those subjects whoever began the batch may see, behind the one it came to.</summary>
    public async IAsyncEnumerable<RunInput> SubjectsAsync(ClassificationRun run, [EnumeratorCancellation] CancellationToken ct)
    {
        var source = sources.Single(s => s.Kind == run.Kind);
        var by = new Actor(run.BegunBy, "", run.BegunAs, run.Organ);
        for (var after = run.After; ;)
        {
            var some = await source.PageAsync(after, Page, ct);
            foreach (var subject in some)
            {
                after = subject.Subject;
                if (subjects.FirstOrDefault(s => s.Handles(subject.Subject)) is { } access && await access.MayReadAsync(by, subject.Subject, ct))
                    yield return new(subject.Subject, subject.Title, () => Site.FromGeoJson(subject.Site, "site").Then(r => (Result<Site>)r.Site));
            }
            if (some.Count < Page)
                yield break;
        }
    }

    /// <summary>Opens the file of a batch.</summary>
    /// <param name="scratch">A folder of the batch's own.</param>
    public async Task<Result<LayerSource>> OpenAsync(ClassificationRun run, string scratch, CancellationToken ct)
    {
        if (await blobs.FetchAsync(run.SourceDigest!, ct) is not { } path)
            return LayerErrors.Damaged("file", "已保存的文件不在", "the file that was kept is not there");
        if (!LayerSource.Open(path, run.Options, "file", scratch).TryGet(out var source, out var refusal))
            return refusal;
        if (source.Count > ClassificationRun.MostSites)
        {
            source.Dispose();
            return RunErrors.TooMany(ClassificationRun.MostSites);
        }
        return source;
    }

    /// <summary>The features of a file, without those that were answered before. A feature without a boundary that can be used stays in the list, with the reason.</summary>
    public static IEnumerable<RunInput> Features(LayerSource source, ClassificationRun run, CancellationToken ct)
    {
        var number = 0;
        foreach (var feature in source.Read(ct))
        {
            if (++number <= run.Done)
                continue;
            var title = FeatureShaper.NameOf(feature, run.Options) is { Length: > 0 } name ? name : FeatureShaper.IdOf(feature);
            yield return new(null, title, () => SiteFile.Of(feature, source.System, "file").Then(r => (Result<Site>)r.Site));
        }
    }
}
