// What is deployed fits the schemas, and every port, label, selector and subset fits the others and the host.

using System.Text.Json.Nodes;
using Grpc.Health.V1;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Deploy;

public sealed class ManifestTests(CheckedManifests manifests, RunningShowcase showcase) : IClassFixture<CheckedManifests>, IClassFixture<RunningShowcase>
{
    private readonly IReadOnlyList<Manifest> _manifests = manifests.All;

    private IEnumerable<Manifest> Deployments => _manifests.Where(manifest => manifest.Kind == "Deployment");

    private IEnumerable<Manifest> Services => _manifests.Where(manifest => manifest.Kind == "Service");

    private Manifest Job => _manifests.Single(manifest => manifest.Kind == "Job");

    private Manifest DestinationRule => _manifests.Single(manifest => manifest.Kind == "DestinationRule");

    private Manifest VirtualService => _manifests.Single(manifest => manifest.Kind == "VirtualService");

    [Fact]
    public void Every_manifest_fits_the_schemas_of_Kubernetes_and_Istio()
    {
        Assert.All(_manifests, manifest => Assert.Empty(manifest.Errors));
        Assert.Equal(
            ["Deployment", "DestinationRule", "HorizontalPodAutoscaler", "Job", "PersistentVolumeClaim", "PodDisruptionBudget", "Secret", "Service", "VirtualService"],
            _manifests.Select(manifest => manifest.Kind).Distinct().Order());
    }

    [Fact]
    public async Task A_mistake_does_not_pass()
    {
        (string File, string Right, string Wrong)[] mistakes =
        [
            ("kubernetes/deployment-v1.yaml", "containerPort:", "containerPorts:"),
            ("kubernetes/availability.yaml", "minReplicas: 3", "minReplicas: many"),
            ("kubernetes/availability.yaml", "maxUnavailable:", "maxMissing:"),
            ("kubernetes/migrate.yaml", "restartPolicy: OnFailure", "restartPolicy: Sometimes"),
            ("kubernetes/services.yaml", "appProtocol: grpc", "applicationProtocol: grpc"),
            ("istio/destination-rule.yaml", "ROUND_ROBIN", "ROUND_ROBBIN"),
            ("istio/virtual-service.yaml", "subset: v2", "subsets: v2"),
        ];
        var folder = Directory.CreateTempSubdirectory("showcase-manifests-");
        var files = mistakes.Select((mistake, i) =>
        {
            var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "deploy", mistake.File));
            Assert.Contains(mistake.Right, text);
            var file = Path.Combine(folder.FullName, $"{i}.yaml");
            File.WriteAllText(file, text.Replace(mistake.Right, mistake.Wrong));
            return file;
        }).ToList();

        var refused = (await Manifests.CheckAsync(files)).Where(manifest => manifest.Errors.Count > 0).Select(manifest => manifest.File);

        Assert.Equal(files, refused.Distinct());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Releases_are_the_same_but_for_their_version_and_select_their_own_pods()
    {
        var releases = Deployments.ToList();
        Assert.Equal(["v1", "v2"], releases.Select(release => Labels(release)["version"]));
        Assert.All(releases, release =>
        {
            Assert.True(release.Spec["selector"]!["matchLabels"].Strings().Matches(Labels(release)));
            Assert.Single(releases, other => release.Spec["selector"]!["matchLabels"].Strings().Matches(Labels(other)));
            Assert.Equal($"showcase:{Labels(release)["version"]}", Container(release)["image"]!.GetValue<string>());
        });

        static string Neutral(Manifest release)
        {
            var copy = release.Document.DeepClone();
            copy["spec"]!.AsObject().Remove("replicas");
            copy.AsObject().Remove("apiVersion");
            return copy.ToJsonString().Replace(Labels(release)["version"], "*");
        }

        Assert.Equal(Neutral(releases[0]), Neutral(releases[1]));
    }

    [Fact]
    public void Ports_of_the_pods_are_those_of_the_host_and_of_the_image()
    {
        int[] ports = [ShowcaseOptions.DefaultPort, ShowcaseOptions.DefaultPort + 1, ShowcaseOptions.DefaultPort + 2];
        Assert.Equal(ports, Dockerfile.Read()["EXPOSE"].SelectMany(line => line.Split(' ')).Select(int.Parse));
        Assert.All(Deployments, release => Assert.Equal(ports, Ports(release).Values));
    }

    [Fact]
    public void Every_service_leads_to_pods_and_to_ports_that_they_have()
    {
        Assert.Equal(["showcase", "showcase-pods"], Services.Select(service => service.Name).Order());
        Assert.All(Services, service =>
        {
            var selected = Deployments.Where(release => service.Spec["selector"].Strings().Matches(Labels(release))).ToList();
            Assert.Equal(Deployments, selected);
            foreach (var port in service.Spec["ports"]!.AsArray())
            {
                Assert.All(selected, release => Assert.Contains(port!["targetPort"]!.GetValue<string>(), Ports(release).Keys));
            }
        });
    }

    [Fact]
    public void The_headless_service_has_no_address_of_its_own_and_the_port_of_the_pods()
    {
        var headless = Services.Single(service => service.Name == "showcase-pods");

        // A client resolves it to the pods and then uses the port of the service as it is.
        Assert.Equal("None", headless.Spec["clusterIP"]!.GetValue<string>());
        Assert.All(headless.Spec["ports"]!.AsArray(), port =>
            Assert.Equal(Ports(Deployments.First())[port!["targetPort"]!.GetValue<string>()], port["port"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Probes_are_gRPC_without_TLS_and_ask_for_what_the_host_answers()
    {
        var health = new Health.HealthClient(showcase.Channel);
        foreach (var probe in Deployments.SelectMany(release => Probes(release)))
        {
            Assert.Equal(ShowcaseOptions.DefaultPort, probe["port"]!.GetValue<int>());
            var answer = await health.CheckAsync(new HealthCheckRequest { Service = probe["service"]?.GetValue<string>() ?? "" });
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
        }
    }

    [Fact]
    public void Metrics_are_scraped_over_TLS_where_the_host_serves_them()
    {
        Assert.All(Deployments, release =>
        {
            var annotations = release.Spec["template"]!["metadata"]!["annotations"].Strings();
            Assert.Equal("https", annotations["prometheus.io/scheme"]);
            Assert.Equal("/metrics", annotations["prometheus.io/path"]);
            Assert.Equal($"{Ports(release)["https"]}", annotations["prometheus.io/port"]);
        });
    }

    [Fact]
    public void Pods_run_without_rights_on_a_file_system_that_cannot_be_written_but_for_their_volumes()
    {
        Assert.All(Deployments, release =>
        {
            Assert.True(Pod(release)["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
            Assert.True(Container(release)["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<bool>());
            Assert.False(Container(release)["securityContext"]!["allowPrivilegeEscalation"]!.GetValue<bool>());
            var volumes = Pod(release)["volumes"]!.AsArray().Select(volume => volume!["name"]!.GetValue<string>()).Order();
            var mounts = Container(release)["volumeMounts"]!.AsArray();
            Assert.Equal(volumes, mounts.Select(mount => mount!["name"]!.GetValue<string>()).Order());
            Assert.Contains(Dockerfile.Read()["VOLUME"].Single(), mounts.Select(mount => mount!["mountPath"]!.GetValue<string>()));
        });
    }

    [Fact]
    public void Disruptions_and_scaling_are_of_the_pods_that_there_are()
    {
        var budget = _manifests.Single(manifest => manifest.Kind == "PodDisruptionBudget");
        Assert.All(Deployments, release => Assert.True(budget.Spec["selector"]!["matchLabels"].Strings().Matches(Labels(release))));
        // What is away must leave somebody who serves.
        var autoscaler = _manifests.Single(manifest => manifest.Kind == "HorizontalPodAutoscaler");
        Assert.InRange(budget.Spec["maxUnavailable"]!.GetValue<int>(), 1, autoscaler.Spec["minReplicas"]!.GetValue<int>() - 1);

        var scaled = Deployments.Single(release => release.Name == autoscaler.Spec["scaleTargetRef"]!["name"]!.GetValue<string>());
        Assert.Equal(scaled.Document["apiVersion"]!.GetValue<string>(), autoscaler.Spec["scaleTargetRef"]!["apiVersion"]!.GetValue<string>());
        // Whoever applied a number of replicas would undo what the autoscaler did; its percentage is one of the request.
        Assert.Null(scaled.Spec["replicas"]);
        Assert.NotNull(Container(scaled)["resources"]!["requests"]!["cpu"]);
    }

    [Fact]
    public void What_replicas_share_comes_from_a_secret_that_holds_placeholders_only()
    {
        var secret = _manifests.Single(manifest => manifest.Kind == "Secret");
        var values = secret.Document["stringData"].Strings();
        Assert.All(values.Values, value => Assert.Matches("(?i)password=[A-Z_]+PASSWORD(;|$)", value));
        // Not among what "kubectl apply -f deploy/kubernetes" applies, which would undo the real one.
        Assert.DoesNotContain("/kubernetes/", secret.File);

        foreach (var pod in Deployments.Append(Job).Select(Container))
        {
            foreach (var reference in pod["env"]!.AsArray().Select(variable => variable!["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>())
            {
                Assert.Equal(secret.Name, reference["name"]!.GetValue<string>());
                Assert.Contains(reference["key"]!.GetValue<string>(), values.Keys);
            }
        }

        Assert.All(Deployments, release => Assert.Equal(["Postgres", "Redis"], ConnectionStrings(release)));
        Assert.Equal(["Postgres"], ConnectionStrings(Job));

        static IEnumerable<string> ConnectionStrings(Manifest manifest) =>
            Container(manifest)["env"]!.AsArray()
                .Select(variable => variable!["name"]!.GetValue<string>().Split("__"))
                .Where(name => name[0] == "ConnectionStrings")
                .Select(name => name[1]);
    }

    [Fact]
    public async Task Migrations_are_a_job_with_a_command_of_the_image_and_no_caller_comes_to_its_pod()
    {
        var container = Container(Job);
        Assert.Equal(Container(Deployments.First())["image"]!.GetValue<string>(), container["image"]!.GetValue<string>());
        Assert.All(Services, service => Assert.False(service.Spec["selector"].Strings().Matches(Labels(Job))));

        var command = container["command"]!.AsArray().Select(word => word!.GetValue<string>()).ToList();
        Assert.Equal(["dotnet", "Showcase.dll"], command[..2]);
        var help = await Command.RunAsync(command[0], [Path.Combine(AppContext.BaseDirectory, command[1]), .. command[2..], "--help"]);
        Assert.Contains($"{command[2]} [options]", help.Succeeded().Output);
    }

    [Fact]
    public void Every_subset_is_one_release_and_every_release_has_its_subset()
    {
        var service = Services.Single(service => service.Name == DestinationRule.Spec["host"]!.GetValue<string>());
        var selector = service.Spec["selector"].Strings();
        var subsets = DestinationRule.Spec["subsets"]!.AsArray();

        var releases = subsets.Select(subset => Deployments.Single(release =>
            selector.Matches(Labels(release)) && subset!["labels"].Strings().Matches(Labels(release))));

        Assert.Equal(Deployments, releases);
    }

    [Fact]
    public void The_header_version_chooses_the_subset_and_every_destination_exists()
    {
        var routes = VirtualService.Spec["http"]!.AsArray();
        var subsets = DestinationRule.Spec["subsets"]!.AsArray().Select(subset => subset!["name"]!.GetValue<string>()).ToList();
        var destinations = routes.Select(route => route!["route"]!.AsArray().Single()!["destination"]!).ToList();
        Assert.All(destinations, destination =>
        {
            Assert.Contains(destination["subset"]!.GetValue<string>(), subsets);
            Assert.Equal(DestinationRule.Spec["host"]!.GetValue<string>(), destination["host"]!.GetValue<string>());
            var service = Services.Single(service => service.Name == destination["host"]!.GetValue<string>());
            var port = service.Spec["ports"]!.AsArray().Single(port => port!["port"]!.GetValue<int>() == destination["port"]!["number"]!.GetValue<int>())!;
            Assert.Equal("grpc", port["appProtocol"]!.GetValue<string>());
        });

        // The first match wins: with the header first, then everybody else.
        Assert.Equal(["v2", "v1"], destinations.Select(destination => destination["subset"]!.GetValue<string>()));
        Assert.Equal("v2", routes[0]!["match"]!.AsArray().Single()!["headers"]!["version"]!["exact"]!.GetValue<string>());
        Assert.Null(routes[1]!["match"]!.AsArray().Single()!["headers"]);
    }

    private static JsonNode Pod(Manifest deployment) => deployment.Spec["template"]!["spec"]!;

    private static JsonNode Container(Manifest deployment) => Pod(deployment)["containers"]!.AsArray().Single()!;

    private static Dictionary<string, string> Labels(Manifest deployment) => deployment.Spec["template"]!["metadata"]!["labels"].Strings();

    private static Dictionary<string, int> Ports(Manifest deployment) =>
        Container(deployment)["ports"]!.AsArray().ToDictionary(port => port!["name"]!.GetValue<string>(), port => port!["containerPort"]!.GetValue<int>());

    private static IEnumerable<JsonNode> Probes(Manifest deployment) =>
        new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(probe => Container(deployment)[probe]!["grpc"]!);
}
