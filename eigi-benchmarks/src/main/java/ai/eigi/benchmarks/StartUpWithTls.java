package ai.eigi.benchmarks;

import reactor.netty.http.client.HttpClient;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The same with a {@code WebClient} that is ready for {@code https}: it knows what the
 * JVM trusts, which a bare one reads at its first request.
 */
@Configuration(proxyBeanMethods = false)
public class StartUpWithTls extends StartUpWithWebClient {

	StartUpWithTls(WebClient.Builder builder) {
		super(builder.clientConnector(new ReactorClientHttpConnector(HttpClient.create().secure())));
	}

	/**
	 * Start.
	 * @param args not used
	 */
	public static void main(String[] args) {
		start(StartUpWithTls.class);
	}

}
