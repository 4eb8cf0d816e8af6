using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Hand;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Web;

/// <summary>What a frame says, for a person who does not see it.</summary>
internal static class SpokenState
{
    public static string Of(ViewerApp app)
    {
        var view = app.View;
        List<string> said = [];
        if (view.Panel is SheetPanel)
        {
            foreach (var one in app.Paper.Calculations.OrderBy(one => one.Bounds.Min.Y))
                if (one.Answer?.Shown is { } answer)
                    said.Add($"{SheetSelection.ReadText(one)} is {answer}");
        }
        else
        {
            if (view.ReadNumber.Length > 0)
                said.Add($"Written: {view.ReadNumber}");
            else if (view.Read is { } read)
                said.Add($"Written: {read.Digit}{(view.IsUnsure ? ", unsure" : "")}");
            said.Add(view.Expression.Length > 0 ? $"{view.Expression} {view.Number}" : view.Number);
            // What goes on is not said: it changes several times a second.
            if (view.Panel is WatchPanel { State: { IsRunning: false, Status: var status } })
                said.Add(status);
            else if (view.Panel is HandPanel { State: { IsRunning: false, Outcome: { Length: > 0 } outcome } })
                said.Add(outcome);
        }
        if (view.Hint.Length > 0)
            said.Add(view.Hint);
        return string.Join(". ", said);
    }
}
