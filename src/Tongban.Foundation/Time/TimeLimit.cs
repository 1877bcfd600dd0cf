using System.Collections.Immutable;

namespace Tongban.Foundation.Time;

/// <summary>Unit of a limit. Laws that write 日 without 工作 mean calendar days (domain 01 § 1.1).</summary>
public enum LimitUnit { WorkingDay, CalendarDay }

/// <summary>A length of time as a law or a promise states it.</summary>
public readonly record struct LimitLength(int Value, LimitUnit Unit = LimitUnit.WorkingDay);

/// <summary>Signal lights of electronic supervision (电子监察).</summary>
public enum Light { Green, Yellow, Red, DoubleRed, Blue, Ended }
