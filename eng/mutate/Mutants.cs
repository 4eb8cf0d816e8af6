namespace GpuDigits.Mutate;

/// <summary>The faults: typical slips in kernels, vector code, training, exchange, ink and calculator.</summary>
public static class Mutants
{
    private const string Gpu = "Operations.SimulatorOperations.", Split = "Operations.SimulatorSmallGroupOperations.",
        Cpu = "Operations.CpuOperations.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        // Kernels.
        new("max-pool: the last of equal values wins", "Kernels/MaxPool.cs", "value > best)", "value >= best)", Gpu + "MaxPool"),
        new("max-pool gradient: padding forgotten", "Kernels/MaxPool.cs", "var column = at.X + shape.PadLeft - (ox * shape.StrideX);",
            "var column = at.X - (ox * shape.StrideX);", Gpu + "MaxPool"),
        new("average-pool: places outside count", "Kernels/AveragePool.cs", "return rows * columns;",
            "return shape.PoolHeight * shape.PoolWidth;", Gpu + "AveragePool"),
        new("average-pool: one column too few", "Kernels/AveragePool.cs", "ix < Math.Min(left + shape.PoolWidth, shape.Width)",
            "ix < Math.Min(left + shape.PoolWidth, shape.Width - 1)", Gpu + "AveragePool"),
        new("relu gradient: open at 0", "Kernels/ReluKernels.cs", "y[i] > 0.0f", "y[i] >= 0.0f", Gpu + "Relu"),
        new("adam: the wrong decay for the square", "Kernels/Adam.cs", "square + ((1.0f - Beta2)", "square + ((1.0f - Beta1)",
            Gpu + "Adam"),
        new("adam: uphill", "Kernels/Adam.cs", " - (Alpha * mean", " + (Alpha * mean", Gpu + "Adam"),
        new("convolution: bias gradient forgotten", "Kernels/Convolution.cs", "line == _shape.PatchSize ? Place.Ones : Place.Outside",
            "line == _shape.PatchSize ? Place.Outside : Place.Outside", Gpu + "ConvolutionBackward"),
        new("convolution: a filter's rows counted by its height", "Kernels/Convolution.cs", "var i = tap / shape.FilterWidth;",
            "var i = tap / shape.FilterHeight;", Gpu + "ConvolutionPoolReluBackward"),
        new("convolution: a patch counted by its filters", "Kernels/Convolution.cs", "_channels = new(shape.Channels);",
            "_channels = new(shape.Filters);", Gpu + "ConvolutionForward"),
        new("convolution: the padded column is inside", "Kernels/Convolution.cs", "(uint)(pixel.X + tap.X) < (uint)shape.Width",
            "pixel.X + tap.X < shape.Width", Gpu + "ConvolutionForward"),
        new("convolution: input gradient takes the wrong channel's filter", "Kernels/Convolution.cs",
            "(tap * (_shape.Channels - 1) * _shape.Filters)", "(tap * _shape.Channels * _shape.Filters)", Gpu + "ConvolutionBackward"),
        new("cross-entropy: gradient is the batch's sum, not its mean", "Kernels/SoftmaxCrossEntropy.cs",
            "(c == label ? on + off : off)) * scale;", "(c == label ? on + off : off));", Gpu + "SoftmaxCrossEntropy"),
        new("cross-entropy: ties all count as hits", "Kernels/SoftmaxCrossEntropy.cs", "c < label ? logit < target : logit <= target",
            "logit <= target", Gpu + "SoftmaxCrossEntropyWithTies"),
        new("softmax: the largest logit not taken off", "Kernels/SoftmaxKernel.cs", "MathF.Exp(logits[begin + c] - max) * scale",
            "MathF.Exp(logits[begin + c]) * scale", Gpu + "Softmax"),
        new("dropout: what is kept is not scaled", "Kernels/DropoutKernel.cs", "value * Scale", "value", Gpu + "DropoutKeeps"),
        new("gather: every batch is the first", "Kernels/GatherBatch.cs", "var source = order[first + b];", "var source = order[b];",
            Gpu + "GatherBatch"),
        new("product: the first slice left out", "Kernels/MatrixProduct.cs", "for (var slice = 0; slice < slices; slice++)",
            "for (var slice = 1; slice < slices; slice++)", Split + "Dense"),
        new("fused convolution: bias forgotten", "Kernels/ConvolutionPoolRelu.cs", "MathF.Max(best + bias[at.Channel], 0.0f)",
            "MathF.Max(best, 0.0f)", Gpu + "ConvolutionPoolRelu|" + Split + "ConvolutionPoolRelu"),

        // Vector code.
        new("cpu pool: the last row left out", "Engine/Devices/Vector/VectorPooling.cs", "Math.Min(s.PoolHeight, s.Height - _y)",
            "Math.Min(s.PoolHeight, s.Height - _y - 1)", Cpu + "MaxPool|" + Cpu + "AveragePool"),
        new("cpu adam: the wrong decay for the mean", "Engine/Devices/Vector/VectorValues.cs", "var m = S.Fma(b1,", "var m = S.Fma(b2,",
            Cpu + "Adam"),
        new("cpu relu gradient: the rest behind the vectors", "Engine/Devices/Vector/VectorValues.cs", "dx[i] = y[i] > 0 ? dy[i] : 0;",
            "dx[i] = dy[i];", Cpu + "Relu"),
        new("cpu gather: white is 256", "Engine/Devices/Vector/VectorValues.cs", "S.Broadcast(255)", "S.Broadcast(256)",
            Cpu + "GatherBatch"),
        new("cpu cross-entropy: the label's logit missing from the loss", "Engine/Devices/Vector/SoftmaxJobs.cs",
            "-((on * target) + (off * all))", "-(off * all)", Cpu + "SoftmaxCrossEntropy"),
        new("cpu dense: a part's last input left out", "Engine/Devices/Vector/VectorDense.cs", "* (part + 1) / Parts) * 16, Inputs);",
            "* (part + 1) / Parts) * 16, Inputs - 1);", Cpu + "Dense"),
        new("cpu dense: bias forgotten where the sum is of parts", "Engine/Devices/Vector/VectorDense.cs", "var sum = S.Load(Bias + n);",
            "var sum = S.Broadcast(0);", Cpu + "Dense"),

        // Model and training.
        new("glorot: half the variance", "Engine/Layers/Layer.cs", "MathF.Sqrt(6f /", "MathF.Sqrt(3f /", "SequentialTests"),
        new("padding same: the odd zero above", "Engine/Layers/Padding.cs", "+ window - input) / 2", "+ window - input + 1) / 2",
            "SequentialTests"),
        new("schedule: the cosine goes up", "Engine/Model/LearningRateSchedule.cs", "(1 + PortableMath.Cos(Math.PI * t))",
            "(1 - PortableMath.Cos(Math.PI * t))", "LearningRateScheduleTests"),
        new("training: hits are the loss", "Engine/Train/Metrics.cs", "hits += read[i + 1];", "hits += read[i];", "TrainerTests.Overfits"),
        new("training: shuffling leaves no digit in its place", "Engine/Train/Shuffle.cs", "((ulong)i + 1)) >> 32", "(ulong)i) >> 32",
            "TrainingByHandTests.Shuffling"),
        new("training: adam's second correction with the first's decay", "Engine/Train/AdamSchedule.cs",
            "Math.Sqrt(1 - PortableMath.Pow(Beta2, step + 1))", "Math.Sqrt(1 - PortableMath.Pow(Beta1, step + 1))",
            "TrainingByHandTests.Steps"),
        new("evaluation: the confusion matrix turned over", "Engine/Train/Evaluation.cs", "confusion[label, read]++;",
            "confusion[read, label]++;", "EvaluationTests"),
        new("evaluation: the last of equal answers", "Engine/Numbers.cs", "if (values[i] > values[best])", "if (values[i] >= values[best])",
            "EvaluationTests"),

        // Exchange.
        new("exchange: rows and columns of filters swapped", "Engine/Model/Exchange/Axes.cs", "Permute<float>(values, shape, 2, 3, 1, 0)",
            "Permute<float>(values, shape, 3, 2, 1, 0)", "Exchange."),
        new("exchange: batch normalisation forgets the bias", "Engine/Model/LayerWeights.cs", "(Bias[o] * scale[o]) + shift[o]",
            "Bias[o] + shift[o]", "Exchange."),
        new("gzip: the checksum of one part only", "Engine/Files/Crc32.cs", "var crc = ~before;", "uint crc = before;", "Crc32Tests"),

        // Ink.
        new("ink: the centre of mass half a pixel off", "Engine/Ink/DigitPreparation.cs", "Center = Size / 2 + 0.5f", "Center = Size / 2",
            "DigitPreparationTests"),
        new("ink: the pen's width not taken off the box", "Engine/Ink/DigitPreparation.cs", "PathBox = Box - PenWidth - PenEdge",
            "PathBox = Box", "DigitPreparationTests"),
        new("ink: coverage adds up where lines meet", "Engine/Ink/InkRaster.cs", "pixel = MathF.Max(pixel, covered);",
            "pixel = MathF.Min(pixel + covered, 1);", "InkRasterTests"),
        new("ink: the edge half a pixel inside", "Engine/Ink/InkRaster.cs", "Math.Clamp(0.5f + (radius", "Math.Clamp((radius",
            "InkRasterTests"),

        // Calculator.
        new("calculator: a difference turned round", "Engine/Calculator/Rational.cs",
            "a._numerator * b.Denominator - b._numerator * a.Denominator", "b._numerator * a.Denominator - a._numerator * b.Denominator",
            "RationalTests|PocketCalculatorTests"),
        new("calculator: the last digit cut, not rounded", "Engine/Calculator/Rational.cs",
            "(2 * numerator + denominator) / (2 * denominator)", "numerator / denominator", "RationalTests"),
        new("calculator: dividing zero is the error", "Engine/Calculator/CalculatorTable.cs",
            "operation == Operation.Divide && right.IsZero", "operation == Operation.Divide && left.IsZero",
            "PocketCalculatorTests|CalculatorWalkTests"),
        new("calculator: the first digit gives way, not the leading zero", "Engine/Calculator/CalculatorTable.cs",
            "state.Digits.RemoveAt(state.Digits.Count - 1)", "state.Digits.RemoveAt(0)", "PocketCalculatorTests|CalculatorWalkTests"),
        new("calculator: a chain drops its first operation", "Engine/Calculator/CalculatorTable.cs", "[Second] = [Append, Chain,",
            "[Second] = [Append, Operate,", "PocketCalculatorTests"),
        new("calculator: redo after a new input", "Engine/Calculator/PocketCalculator.cs", "                _future.Clear();", "",
            "PocketCalculatorTests|CalculatorWalkTests"),
    ];
}
