package ai.eigi.sample;

import java.util.List;

import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.boot.autoconfigure.EigiProperties;
import ai.eigi.sample.SampleProperties.Agent;
import ai.eigi.simulator.EigiSimulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says which service the sample talks to: in the log at start, and to the page.
 */
@RestController
class SetupController {

	private static final Logger logger = LoggerFactory.getLogger(SetupController.class);

	private final Setup setup;

	SetupController(SampleProperties sample, EigiProperties eigi, EigiConnectionDetails connection,
			ObjectProvider<EigiSimulator> simulator) {
		boolean simulated = simulator.getIfAvailable() != null;
		this.setup = new Setup(simulated, connection.getBaseUrl(), sample.agents(),
				eigi.getCalls().getAllowedNumbers().size());
	}

	@GetMapping("/api/setup")
	Setup setup() {
		return this.setup;
	}

	@EventListener
	void report(ApplicationReadyEvent event) {
		String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
		if (this.setup.simulated()) {
			logger.info("SIMULATOR: talking to the embedded server at {}. No key is needed, no phone rings.",
					this.setup.address());
		}
		else {
			logger.warn("REAL SERVICE: talking to {} with your key. Chats and calls cost money; "
					+ "calls ring at the {} number(s) in eigi.calls.allowed-numbers (EIGI_CALLS_ALLOWED_NUMBERS) only.",
					this.setup.address(), this.setup.allowedNumbers());
		}
		logger.info("Open http://localhost:{}", port);
	}

	/**
	 * What the page needs to know first.
	 *
	 * @param simulated whether eigi is simulated
	 * @param address where eigi is
	 * @param agents agents to choose from
	 * @param allowedNumbers how many numbers may be called, if eigi is not simulated
	 */
	record Setup(boolean simulated, String address, List<Agent> agents, int allowedNumbers) {

	}

}
