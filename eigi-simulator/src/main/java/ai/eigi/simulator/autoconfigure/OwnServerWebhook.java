package ai.eigi.simulator.autoconfigure;

import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.WebhookDestination;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.Assert;

/**
 * Lets the simulator send webhooks to the application that it runs in, once the port of
 * its server is known. A server for management endpoints alone does not count.
 */
final class OwnServerWebhook implements ApplicationListener<WebServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(OwnServerWebhook.class);

	private final EigiSimulator simulator;

	private final EigiSimulatorProperties.Webhook properties;

	OwnServerWebhook(EigiSimulator simulator, EigiSimulatorProperties.Webhook properties) {
		String path = properties.getPath();
		Assert.isTrue(path != null && path.startsWith("/"), "'eigi.simulator.webhook.path' must start with '/'");
		this.simulator = simulator;
		this.properties = properties;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() == null) {
			int port = event.getWebServer().getPort();
			this.simulator.webhooks()
				.add(WebhookDestination.of(this.properties.getMethod(),
						"http://127.0.0.1:" + port + this.properties.getPath()));
			logger.info("Simulated webhooks go to this application, port " + port);
		}
	}

}
