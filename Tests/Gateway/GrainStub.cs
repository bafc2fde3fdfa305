using System.Reflection;

namespace OrleansSocial.Tests.Gateway;

/// <summary>A grain whose methods a test writes; others answer with their type's default.</summary>
public class GrainStub : DispatchProxy
{
    internal Func<MethodInfo, object?[], object?> Answer { get; set; } = (_, _) => null;

    internal static object Of(Type grain, Func<MethodInfo, object?[], object?> answer)
    {
        var stub = Create(grain, typeof(GrainStub));
        ((GrainStub)stub).Answer = answer;
        return stub;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        return Answer(targetMethod, args ?? []) ?? Default(targetMethod.ReturnType);
    }

    private static object? Default(Type type)
    {
        if (type == typeof(Task))
        {
            return Task.CompletedTask;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
        {
            var result = type.GetGenericArguments()[0];
            return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(result)
                .Invoke(null, [result.IsValueType ? Activator.CreateInstance(result) : null]);
        }

        return type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type) : null;
    }
}
