package ai.eigi.simulator.test;

import java.lang.reflect.Constructor;
import java.util.Set;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.simulator.EigiSimulator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Hands the simulator and the client of the application context to methods of a test,
 * save where Spring's own extension does.
 */
final class EigiSimulatorParameterResolver implements ParameterResolver {

	private static final Set<Class<?>> TYPES = Set.of(EigiSimulator.class, EigiOperations.class,
			EigiManagementOperations.class, EigiClient.class);

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return TYPES.contains(parameterContext.getParameter().getType())
				&& !(parameterContext.getDeclaringExecutable() instanceof Constructor) && !ParameterResolutionDelegate
					.isAutowirable(parameterContext.getParameter(), parameterContext.getIndex());
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return SpringExtension.getApplicationContext(extensionContext)
			.getBean(parameterContext.getParameter().getType());
	}

}
