using Trading.Runtime.Reports.Charts;

namespace Trading.Runtime.Tests.Reports.Charts;

public sealed class ReductionTests
{
    [Fact]
    public void A_reduced_line_keeps_its_ends_its_peak_and_its_trough() =>
        Gen.Select(Gen.Double[-100, 100].Array[1, 800], Gen.Int[6, 60]).Sample((line, most) =>
        {
            var places = Reduction.Places(line.Length, most, at => line[at]);

            Assert.InRange(places.Count, 1, most);
            Assert.Equal(places.Distinct().Order(), places);
            Assert.Equal(0, places[0]);
            Assert.Equal(line.Length - 1, places[^1]);
            Assert.Equal(line.Max(), places.Max(at => line[at]));
            Assert.Equal(line.Min(), places.Min(at => line[at]));
        });

    [Fact]
    public void Even_places_run_from_the_first_to_the_last() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Int[2, 100]).Sample((count, most) =>
        {
            var places = Reduction.Even(count, most).ToArray();

            Assert.Equal(Math.Min(count, most), places.Length);
            Assert.Equal(0, places[0]);
            Assert.Equal(count - 1, places[^1]);
            Assert.Equal(places.Distinct().Order(), places);
        });
}
