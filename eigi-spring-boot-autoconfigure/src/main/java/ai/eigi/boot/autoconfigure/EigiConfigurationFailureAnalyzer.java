package ai.eigi.boot.autoconfigure;

import ai.eigi.client.error.EigiConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property of the eigi client is unusable, why, and what to do.
 */
class EigiConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<EigiConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EigiConfigurationException cause) {
		return new FailureAnalysis("The eigi client cannot be configured. " + cause.getMessage(), cause.action(),
				cause);
	}

}
