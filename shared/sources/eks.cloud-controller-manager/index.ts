import { klogComponent } from "../klog-component.ts";

export default klogComponent({
  name: "eks.cloud-controller-manager",
  stream: "cloud-controller-manager",
  description:
    "Cloud controller manager of an EKS cluster: klog text or JSON from the control-plane stream `cloud-controller-manager-…`.",
});
