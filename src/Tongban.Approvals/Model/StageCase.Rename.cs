namespace Tongban.Approvals.Model;

/// <content>The project's name as the stage shows it.</content>
internal sealed partial class StageCase
{
    /// <summary>The project bears another name from now on; papers already issued keep the one they were issued with.</summary>
    public void Rename(string name) => ProjectName = name;
}
