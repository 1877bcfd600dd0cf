using System.Diagnostics.CodeAnalysis;

namespace Tongban.Foundation;

/// <summary>A value or a refusal.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    /// <summary>The refusal, or <see langword="null"/> when there is a value.</summary>
    public Error? Error { get; }

    /// <summary>The value. A refused result has none: asking for it is a bug.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"refused: {Error.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Error? error)
    {
        (value, error) = (_value, Error);
        return Error is null;
    }

    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) => Error is { } error ? error : next(_value!);
}
