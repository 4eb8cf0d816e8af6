namespace GpuDigits.Pictures.Preparation;

/// <summary>Finds a value by its rank without sorting all values (Hoare 1961, "Algorithm 65: Find").</summary>
internal static class OrderStatistic
{
    /// <summary>The value that would stand at <paramref name="rank"/> if the values were sorted; changes their order.</summary>
    public static float Of(Span<float> values, int rank)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (values[right] > pivot)
                    right--;
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            if (rank > right && rank < left)
                break;
            (low, high) = rank <= right ? (low, right) : (left, high);
        }

        return values[rank];
    }
}
