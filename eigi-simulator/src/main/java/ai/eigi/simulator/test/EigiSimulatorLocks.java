package ai.eigi.simulator.test;

import java.util.List;
import java.util.Set;

import ai.eigi.simulator.EigiSimulator;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Tells JUnit which tests may share a simulator and must take turns.
 */
final class EigiSimulatorLocks implements ResourceLocksProvider {

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		SimulatorTestClass test = SimulatorTestClass.of(testClass);
		if (test == null) {
			return Set.of();
		}
		String shared = EigiSimulator.class.getName();
		return Set.of(new Lock(test.isolated() ? shared + " of " + test.owner().getName() : shared));
	}

	@Override
	public Set<Lock> provideForNestedClass(List<Class<?>> enclosingInstanceTypes, Class<?> testClass) {
		return provideForClass(testClass);
	}

}
