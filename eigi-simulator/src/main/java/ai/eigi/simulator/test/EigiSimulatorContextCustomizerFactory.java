package ai.eigi.simulator.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Creates the customizer for test classes that ask for a simulator.
 */
final class EigiSimulatorContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SimulatorTestClass test = SimulatorTestClass.of(testClass);
		if (test == null) {
			return null;
		}
		return new EigiSimulatorContextCustomizer(test.isolated() ? test.owner() : null);
	}

}
